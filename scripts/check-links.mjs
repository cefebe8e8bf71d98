// Refuses relative links in documents that lead to no file, or to no heading of it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { headingsOf, linksOf } from './site/markdown.mjs';

const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { encoding: 'utf8' });
const documents = listed.split('\n').filter((file) => file !== '' && existsSync(file));
const headings = new Map(documents.map((file) => [file, headingsOf(readFileSync(file, 'utf8'))]));

const found = documents.flatMap((file) =>
  linksOf(readFileSync(file, 'utf8')).flatMap((link) => {
    const fault = faultOf(file, link);
    return fault === undefined ? [] : [`${file}: ${link}: ${fault}`];
  }),
);
if (found.length > 0) {
  console.error(found.join('\n'));
  process.exit(1);
}

function faultOf(file, link) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [name = '', heading] = link.split('#');
  const target = name === '' ? file : path.normalize(path.join(path.dirname(file), decodeURIComponent(name)));
  if (!existsSync(target)) return `there is no ${target}`;
  if (heading === undefined || !headings.has(target)) return undefined;
  return headings.get(target).includes(heading) ? undefined : `${target} has no heading ${heading}`;
}

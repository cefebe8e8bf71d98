// Which documents the site has, and their content as HTML.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { linksOf, markdown } from './markdown.mjs';

const GUIDES = 'docs/guides';
export const INDEX = `${GUIDES}/README.md`;
/** What a guide links to and the site has, too. Links to anything else become plain text. */
const SHOWN = /^(docs\/.*\.md|examples\/.*\.(?!md$)\w+)$/;

/** Every guide, and what they link to, directly or not: by file, the place in the site. */
export function placesOf(root) {
  const places = new Map();
  const waiting = readdirSync(path.join(root, GUIDES), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(GUIDES, name.replaceAll(path.sep, '/')));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (places.has(file)) continue;
    const place = placeOf(file);
    if ([...places.values()].includes(place)) throw new Error(`${file} has the place of another document, ${place}`);
    places.set(file, place);
    if (file.endsWith('.md')) waiting.push(...targetsOf(root, file));
  }
  return places;
}

function placeOf(file) {
  return (
    file
      .replace(/^docs\/(guides\/)?/, '')
      .replace(/README\.md$/, '')
      .replace(/\.md$/, '')
      // VitePress takes a link to .html for one to a page of its own
      .replace(/\.html$/, '-html')
  );
}

function targetsOf(root, file) {
  return linksOf(readFileSync(path.join(root, file), 'utf8'))
    .map((link) => fileOf(file, link))
    .filter((target) => target !== undefined && SHOWN.test(target) && existsSync(path.join(root, target)));
}

/** The file that a relative link of a document leads to. */
function fileOf(document, link) {
  const [name = ''] = link.split('#');
  if (name === '' || /^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  return path.posix.join(path.posix.dirname(document), name);
}

/** A rule of markdown-it: links lead to places of the site, and one that leads out of it is text for every reader. */
export function linkTo(root, places) {
  return ({ tokens, env }) => {
    const document = path.relative(root, env.realPath ?? env.path);
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'link_open') continue;
      const href = token.attrGet('href') ?? '';
      const target = fileOf(document, href);
      if (target === undefined) continue;
      const place = places.get(target);
      if (place === undefined) token.attrs = null;
      else token.attrSet('href', `/${place}${/#.*/.exec(href)?.[0] ?? ''}`);
    }
  };
}

/** The menu, from the table of the index: the first cell of each row, and the links of the second. */
export function groupsOf(root, places) {
  const tokens = markdown.parse(readFileSync(path.join(root, INDEX), 'utf8'), {});
  const cells = tokens.filter((_, at) => tokens[at - 1]?.type === 'td_open');
  const groups = [];
  for (let at = 0; at + 1 < cells.length; at += 2)
    groups.push({ text: capitalised(cells[at].content), items: linksIn(cells[at + 1].children ?? [], places) });
  return groups;
}

function linksIn(children, places) {
  return children.flatMap((token, at) => {
    if (token.type !== 'link_open') return [];
    const file = fileOf(INDEX, token.attrGet('href') ?? '');
    const place = places.get(file);
    const label = children[at + 1]?.content ?? '';
    return place === undefined ? [] : [{ link: `/${place}`, text: capitalised(label) }];
  });
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

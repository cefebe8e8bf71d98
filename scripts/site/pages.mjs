// Which documents the site has, and their content as HTML.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { headingTokens, linksOf, markdown, slugOf, withoutComments } from './markdown.mjs';

const GUIDES = 'docs/guides';
export const INDEX = `${GUIDES}/README.md`;
/** What a guide links to and the site has, too. Links to anything else become plain text. */
const SHOWN = /^(docs\/.*\.md|examples\/.*|CHANGELOG\.md)$/;

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
  return file
    .replace(/^docs\/(guides\/)?/, '')
    .replace(/(^|\/)README\.md$/, '')
    .replace(/\.md$/, '');
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

/** Title and content. Links lead to `base` and the place of their target. */
export function contentOf(root, file, places, base) {
  const text = readFileSync(path.join(root, file), 'utf8');
  if (!file.endsWith('.md')) return sourceOf(file, text);
  const tokens = markdown.parse(withoutComments(text), {});
  const used = new Map();
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'heading_open') token.attrSet('id', slugOf(tokens[at + 1].content, used));
    if (token.type === 'fence') token.info = token.info.replace(/ .*/, '');
    for (const child of token.children ?? []) relink(child, file, places, base);
  }
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return { title: headingTokens(tokens)[0]?.content ?? file, html: scrolling(html) };
}

function sourceOf(file, text) {
  const name = markdown.utils.escapeHtml(file);
  const code = markdown.utils.escapeHtml(text);
  return { title: file, html: scrolling(`<h1>${name}</h1><pre><code>${code}</code></pre>`) };
}

function relink(token, file, places, base) {
  if (token.type !== 'link_open') return;
  const href = token.attrGet('href') ?? '';
  const target = fileOf(file, href);
  if (target === undefined) return;
  const place = places.get(target);
  const heading = /#.*/.exec(href)?.[0] ?? '';
  // a link that leads nowhere is text for every reader
  if (place === undefined) token.attrs = null;
  else token.attrSet('href', `${base}${place === '' ? '' : `/${place}`}${heading}`);
}

/** What is wider than a phone scrolls by itself, by the keyboard as well. */
function scrolling(html) {
  return html
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll('<table>', '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
}

/** The groups of the index with their links: the first cell of each row of its table, and the links of the second. */
export function groupsOf(root, places, base) {
  const tokens = markdown.parse(readFileSync(path.join(root, INDEX), 'utf8'), {});
  const cells = tokens.filter((_, at) => tokens[at - 1]?.type === 'td_open');
  const groups = [];
  for (let at = 0; at + 1 < cells.length; at += 2)
    groups.push({ title: cells[at].content, links: linksIn(cells[at + 1].children ?? [], places, base) });
  return groups;
}

function linksIn(children, places, base) {
  return children.flatMap((token, at) => {
    if (token.type !== 'link_open') return [];
    const file = fileOf(INDEX, token.attrGet('href') ?? '');
    const place = places.get(file);
    const label = children[at + 1]?.content ?? '';
    return place === undefined
      ? []
      : [{ href: `${base}/${place}`, label: label.charAt(0).toUpperCase() + label.slice(1) }];
  });
}

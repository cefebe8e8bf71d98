// How the documents are read: for the menu of the site, and for the check of their links.
import MarkdownIt from 'markdown-it';

export const markdown = new MarkdownIt({ html: false });

/** The names of the headings, as links after `#` have them. */
export function headingsOf(text) {
  const used = new Map();
  return headingTokens(markdown.parse(withoutComments(text), {})).map((token) => slugOf(token.content, used));
}

/** The addresses of links and pictures. */
export function linksOf(text) {
  const inline = markdown.parse(withoutComments(text), {}).flatMap((token) => token.children ?? []);
  return inline.map((token) => token.attrGet('href') ?? token.attrGet('src')).filter((address) => address !== null);
}

export function headingTokens(tokens) {
  return tokens.filter((_, at) => tokens[at - 1]?.type === 'heading_open');
}

/** As code hosts spell it: lower case, words joined by hyphens; one that is taken gets a number. */
export function slugOf(heading, used) {
  const slug = heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
  const times = used.get(slug) ?? 0;
  used.set(slug, times + 1);
  return times === 0 ? slug : `${slug}-${String(times)}`;
}

/** HTML is shown as text, so comments go. */
export function withoutComments(text) {
  return text.replaceAll(/^<!--.*?-->$/gms, '');
}

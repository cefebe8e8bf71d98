// How the documents are read: for the menu of the site, and for the check of their links.
import MarkdownIt from 'markdown-it';

export const markdown = new MarkdownIt({ html: false });

/** The names of the headings, as links after `#` have them; one that is taken gets a number. */
export function headingsOf(text) {
  const used = new Map();
  return headingTokens(markdown.parse(withoutComments(text), {})).map(({ children }) => {
    const slug = slugOf((children ?? []).map(({ content }) => content).join(''));
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${String(times)}`;
  });
}

/** The addresses of links and pictures. */
export function linksOf(text) {
  const inline = markdown.parse(withoutComments(text), {}).flatMap((token) => token.children ?? []);
  return inline.map((token) => token.attrGet('href') ?? token.attrGet('src')).filter((address) => address !== null);
}

export function headingTokens(tokens) {
  return tokens.filter((_, at) => tokens[at - 1]?.type === 'heading_open');
}

/** As code hosts spell it, and the site with them: lower case, words joined by hyphens. */
export function slugOf(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** HTML is shown as text, so comments go. */
export function withoutComments(text) {
  return text.replaceAll(/^<!--.*?-->$/gms, '');
}

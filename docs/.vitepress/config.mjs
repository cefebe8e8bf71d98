// The site of the guides (docs/adr/0049): docs/guides and what they link to.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { slugOf } from '../../scripts/site/markdown.mjs';
import { groupsOf, linkTo, placesOf } from '../../scripts/site/pages.mjs';

/** The server replaces it by the path of its issuer (src/operations/guides-host). */
const ISSUER_PATH = '/__BASE__';
const root = fileURLToPath(new URL('../..', import.meta.url));
const places = placesOf(root);
const mark = readFileSync(path.join(root, 'console/src/frame/icon.svg'), 'utf8').trim();
const documents = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });

/** What stands inline in the pages, by its hash: their policy allows nothing else inline. */
const inline = { scripts: new Set(), styles: new Set() };
const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

export default defineConfig({
  title: 'Latchkey',
  description: 'Guides of the Latchkey authorization server',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(mark)}` }]],
  base: `${ISSUER_PATH}/docs/guides/`,
  outDir: '../dist/guides',
  cacheDir: '../node_modules/.cache/vitepress',
  cleanUrls: true,
  // site data in a file, which is not inline and changes with the pages
  metaChunk: true,
  // the switch of a page puts a style element in, which the policy does not allow
  appearance: { disableTransition: false },
  srcExclude: documents.filter(
    (file) => file.endsWith('.md') && !file.startsWith('examples/') && !places.has(`docs/${file}`),
  ),
  rewrites: (id) => id.replace(/^guides\//, '').replace(/(^|\/)README\.md$/, '$1index.md'),
  markdown: {
    html: false,
    // the links in the documents hold on code hosts, too: scripts/check-links.mjs
    anchor: { slugify: slugOf },
    // colours would be styles inline
    highlight: (code) => `<pre v-pre tabindex="0"><code>${escaped(code)}</code></pre>`,
    config: (md) => md.core.ruler.push('links', linkTo(root, places)),
  },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: groupsOf(root, places),
    outline: { level: [2, 3] },
    docFooter: { prev: false, next: false },
  },
  transformHtml(page) {
    for (const [, script] of page.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs))
      inline.scripts.add(hashOf(script));
    for (const [, style] of page.matchAll(/<[^>]* style="([^"]*)"/g)) inline.styles.add(hashOf(style));
  },
  buildEnd({ outDir }) {
    const hashes = Object.fromEntries(Object.entries(inline).map(([kind, found]) => [kind, [...found]]));
    writeFileSync(path.join(outDir, 'inline.json'), JSON.stringify(hashes));
  },
});

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

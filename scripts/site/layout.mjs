// What is around the content of each page. Style and script stand in the page and are allowed by their hashes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { markdown } from './markdown.mjs';

const beside = (name) => readFileSync(new URL(name, import.meta.url), 'utf8').trim();
const STYLE = beside('site.css');
const SCRIPT = beside('site.js');

const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
export const HASHES = { style: hashOf(STYLE), script: hashOf(SCRIPT) };

/** `root`: the address of the server, which the server writes. */
export function pageOf({ title, html }, groups, { root, base, place }) {
  const here = `${base}${place === '' ? '' : `/${place}`}`;
  const escape = markdown.utils.escapeHtml;
  const link = ({ href, label }) =>
    `<li><a href="${href}"${href === here ? ' aria-current="page"' : ''}>${escape(label)}</a></li>`;
  const menu = groups.map((group) => `<h2>${escape(group.title)}</h2><ul>${group.links.map(link).join('')}</ul>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)} · Latchkey</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the page</a>
<header><a class="home" href="${base}">Latchkey guides</a><nav aria-label="Elsewhere"><a class="to-menu" href="#menu">All guides</a><a href="${root}/docs">API</a><a href="${root}/console">Console</a></nav></header>
<div class="columns">
<main id="content">${html}</main>
<nav id="menu" aria-label="Guides">${menu.join('')}</nav>
</div>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

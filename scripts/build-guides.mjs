// Builds docs/guides and what they link to into dist/guides.json: pages by their place, and the hashes of what is inline.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HASHES, pageOf } from './site/layout.mjs';
import { contentOf, groupsOf, placesOf } from './site/pages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The server writes the path of its issuer here. */
const ISSUER_PATH = '__BASE__';
const base = `${ISSUER_PATH}/docs/guides`;

const places = placesOf(root);
const groups = groupsOf(root, places, base);
const pages = Object.fromEntries(
  [...places].map(([file, place]) => [
    place,
    pageOf(contentOf(root, file, places, base), groups, { root: ISSUER_PATH, base, place }),
  ]),
);
mkdirSync(new URL('../dist/', import.meta.url), { recursive: true });
writeFileSync(new URL('../dist/guides.json', import.meta.url), JSON.stringify({ hashes: HASHES, pages }));

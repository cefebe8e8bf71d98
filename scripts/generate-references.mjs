#!/usr/bin/env node
// npm run references: writes the pages that are generated from the code, out of the build in dist, which it
// brings up to date.
// With --check it writes nothing and fails when a committed page is not what the code says.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringBuild } from './bring-build.mjs';

bringBuild();
const { consoleApi } = await import('./references/console-api.mjs');
const { openApiDocument } = await import('./references/openapi.mjs');
const { environmentExample, settingsPage } = await import('./references/settings.mjs');

const root = fileURLToPath(new URL('..', import.meta.url));

const REFERENCES = {
  '.env.example': environmentExample,
  'docs/reference/settings.md': settingsPage,
  'docs/reference/openapi.json': openApiDocument,
  'console/src/api/schema.d.ts': async () => consoleApi(await openApiDocument()),
};

const check = process.argv.includes('--check');
for (const [name, generate] of Object.entries(REFERENCES)) {
  const file = path.join(root, name);
  const text = await generate();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (check) {
    console.error(`${name} is not what the code says: run npm run references and commit it`);
    process.exitCode = 1;
  } else {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${name}`);
  }
}

// Hooks of Node's module loader for the tests: TypeScript by the transform that jest.config.mjs names, and `@jest/globals`.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const GLOBALS = new URL('globals.mjs', import.meta.url).href;
const TYPESCRIPT = /^file:.*\.tsx?(\?|$)/;
const ESM = { config: {}, supportsStaticESM: true };
let transformer;

/** @param transform jest's, resolved: a pattern, a file and its options */
export async function initialize([[, file, options]]) {
  const { default: swc } = await import(file);
  transformer = swc.createTransformer(options);
}

export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
  return (TYPESCRIPT.test(context.parentURL) && sourceOf(specifier, context.parentURL)) || next(specifier, context);
}

/** Our imports name the compiled file, as ESM asks. */
function sourceOf(specifier, parent) {
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return undefined;
  const url = ['.ts', '.tsx'].map((end) => new URL(specifier.replace(/\.js$/, end), parent)).find(existsSync);
  return url && { url: url.href, shortCircuit: true };
}

export async function load(url, context, next) {
  if (!TYPESCRIPT.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transformer.processAsync(await readFile(file, 'utf8'), file, ESM);
  return { format: 'module', source: code, shortCircuit: true };
}

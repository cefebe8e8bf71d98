import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { expectOf } from './support/expect-of.js';

const root = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const namesIn = (folder: string) => readdirSync(new URL(folder, root)).filter((name) => !name.endsWith('.spec.ts'));
const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

const rows = read('test/README.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [file = '', specs = '', by = ''] = line.split('|').slice(1);
    return { file: quoted(file).join(), specs: quoted(specs), by: quoted(by).join() };
  });

describe('test/README.md', () => {
  it('names every check of an authorization request, every grant and every method of client authentication', () => {
    const checks = namesIn('src/oauth/authorize/').filter((name) => name.startsWith('check-'));
    const grants = namesIn('src/oauth/grants/').filter((name) => name.endsWith('.grant.ts'));
    const methods = namesIn('src/oauth/client-auth/').filter((name) =>
      /extends ClientAuthMethod\b/.test(read(`src/oauth/client-auth/${name}`)),
    );
    expect(Math.min(checks.length, grants.length, methods.length)).toBeGreaterThan(2);
    const all = [
      ...checks.map((name) => `authorize/${name}`),
      ...grants.map((name) => `grants/${name}`),
      ...methods.map((name) => `client-auth/${name}`),
    ];
    expect(all.filter((file) => !rows.some((row) => row.file === file))).toEqual([]);
  });

  it('names files and specs that exist, and the specs say what they hold', () => {
    for (const { file, specs, by } of rows) {
      expectOf(file, read(`src/oauth/${file}`).length).toBeGreaterThan(0);
      expectOf(file, specs.length).toBeGreaterThan(0);
      for (const spec of specs) expectOf(`${spec} by ${by}`, read(`test/${spec}`).includes(by)).toBe(true);
    }
  });
});

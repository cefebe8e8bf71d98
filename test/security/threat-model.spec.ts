// What an attacker would gain: a defence that the threat model claims, and that no test holds any more.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/threat-model.md', root), 'utf8');
const named = new Set([...page.matchAll(/`((?:test|src)\/[^`]+\.spec\.ts)`/g)].map(([, file = '']) => file));

describe('docs/threat-model.md', () => {
  it('names specs that are there', () => {
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  });

  it('names every spec of test/security', () => {
    const specs = readdirSync(new URL('test/security/', root)).filter((file) => file.endsWith('.spec.ts'));
    expect(specs.filter((file) => !named.has(`test/security/${file}`) && file !== 'threat-model.spec.ts')).toEqual([]);
  });
});

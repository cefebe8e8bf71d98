import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newSecretKeyIn } from './new-secret-key.js';
import { docOf } from './setting-kinds.js';
import { loadSettings } from './settings.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FAULT = 'holds a command that no shell has run; run it and write its output';

/** Where people copy a line of settings from. */
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => /\.(md|yml|example)$/.test(name)),
  ...readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];

/** Values of a key or a first password in these documents, but for those that are variables of the file. */
const DOCUMENTED = DOCUMENTS.flatMap((file) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/\b(SECRET_KEY|ADMIN_PASSWORD)(?:=|: )(?!\$\{)(\S.*)/g)].map(
    ([, name = '', value = '']) => ({
      file,
      name,
      value: value.replace(/\s+#.*/, '').replace(/^"(.*?)".*/, '$1'),
    }),
  );
});

function isAccepted(name: string, value: string): boolean {
  try {
    loadSettings({ [name]: value });
    return true;
  } catch {
    return false;
  }
}

describe('a secret that is the command which makes one', () => {
  it.each([
    ['ADMIN_PASSWORD', '$(openssl rand -base64 18)'],
    ['ADMIN_PASSWORD', '`openssl rand -base64 18`'],
    ['ADMIN_PASSWORD', 'OUTPUT_OF_openssl_rand_-base64_18'],
    ['ADMIN_PASSWORD', '$(uuidgen)'],
    ['SECRET_KEY', '$(openssl rand -base64 32 | tr -d =)'],
    ['SECRET_KEY', 'OUTPUT_OF_openssl_rand_-base64_32'],
    ['SECRET_KEY', 'the output of openssl rand -base64 32'],
    ['DATABASE_URL', 'postgresql://latchkey:$(cat password)@db.example.com/latchkey'],
    ['SMTP_URL', 'smtps://me:`cat password`@mail.example.com'],
  ])('is refused: %s=%s', (name, value) => {
    expect(() => loadSettings({ [name]: value })).toThrow(`${name} ${FAULT}. Example: ${name}=`);
  });

  it('is refused as the key that is to replace one', () => {
    expect(() => newSecretKeyIn({ NEW_SECRET_KEY: 'OUTPUT_OF_openssl_rand_-base64_32' }, false)).toThrow(FAULT);
  });

  it.each(['a$(b', 'pass$word(1)', 'one tick`and', 'costs $5 (or less)'])('is not %s', (value) => {
    expect(loadSettings({ ADMIN_PASSWORD: `${value} and more` }).adminPassword).toBe(`${value} and more`);
  });

  it('is what the documents have in the place of one', () => {
    expect(DOCUMENTED.length).toBeGreaterThan(6);
    expect(DOCUMENTED.filter(({ name, value }) => isAccepted(name, value))).toEqual([]);
    for (const name of ['SECRET_KEY', 'ADMIN_PASSWORD'])
      expect(() => loadSettings({ [name]: docOf(name).example })).toThrow(FAULT);
  });
});

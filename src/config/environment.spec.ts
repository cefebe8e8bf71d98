import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.js';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-env-'));

describe('the environment', () => {
  it('is completed by the file', () => {
    const file = path.join(folder, '.env');
    writeFileSync(
      file,
      '# a comment\nPORT=4000 # the port\nexport ISSUER="https://login.example/#a"\nPATH=/nowhere\nEMPTY=\n',
    );
    const environment = readEnvironment(file);
    expect(environment).toMatchObject({ PORT: '4000', ISSUER: 'https://login.example/#a', EMPTY: '' });
    expect(environment.PATH).toBe(process.env.PATH);
  });

  it.each([
    ['a mark of UTF-8', Buffer.from('\ufeffMARKED=1\r\nNEXT=2\r\n')],
    ['UTF-16', Buffer.from('\ufeffMARKED=1\r\nNEXT=2\r\n', 'utf16le')],
  ])('is completed by a file with %s, as Windows writes it', (_, content) => {
    const file = path.join(folder, 'windows.env');
    writeFileSync(file, content);
    expect(readEnvironment(file)).toMatchObject({ MARKED: '1', NEXT: '2' });
  });

  it('is completed where it is empty', () => {
    const file = path.join(folder, 'complete.env');
    writeFileSync(file, 'ISSUER=https://login.example\n');
    process.env.ISSUER = '';
    try {
      expect(readEnvironment(file)).toMatchObject({ ISSUER: 'https://login.example' });
    } finally {
      delete process.env.ISSUER;
    }
  });

  it('stands alone without a file', () => {
    expect(readEnvironment(path.join(folder, 'none'))).toEqual({ ...process.env });
  });

  it('does not ignore a file that cannot be read', () => {
    expect(() => readEnvironment(folder)).toThrow(
      /^the file \S+ cannot be read \(EISDIR\); mend its rights, or move it away$/,
    );
  });
});

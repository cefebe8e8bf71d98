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

  it('stands alone without a file', () => {
    expect(readEnvironment(path.join(folder, 'none'))).toEqual({ ...process.env });
  });

  it('does not ignore a file that cannot be read', () => {
    expect(() => readEnvironment(folder)).toThrow(
      /^the file \S+ cannot be read \(EISDIR\); mend its rights, or move it away$/,
    );
  });
});

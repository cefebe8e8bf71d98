import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EnvironmentFileFault, readEnvironment } from './environment.js';

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

  it.each([
    ['ADMIN_PASSWORD=correct#horse battery staple', 'ADMIN_PASSWORD'],
    ['export SMTP_URL=smtps://me:pass#word@mail.example.com', 'SMTP_URL'],
    ['  SECRET_KEY = kq3Jx0m8aVtW5uZr2cYd7gPf9hLb#nSe4oQi6TyUvXw= # of this node\r', 'SECRET_KEY'],
  ])('is not cut in silence: %s', (line, name) => {
    const file = path.join(folder, 'cut.env');
    writeFileSync(file, `PORT=4000\n${line}\nHOST=::\n`);
    expect(() => readEnvironment(file)).toThrow(
      new EnvironmentFileFault(
        `${file} ends the value of ${name} at a # that stands in it; write the value in quotation marks`,
      ),
    );
  });

  it.each([
    ["ADMIN_PASSWORD='correct#horse'", 'correct#horse'],
    ['ADMIN_PASSWORD="correct#horse" # the first', 'correct#horse'],
    ['ADMIN_PASSWORD=`correct#horse`', 'correct#horse'],
    ['ADMIN_PASSWORD=correct horse # the first', 'correct horse'],
    ['ADMIN_PASSWORD=correct horse #the#first', 'correct horse'],
    ['#ADMIN_PASSWORD=old#horse\nADMIN_PASSWORD=correct', 'correct'],
    ['ADMIN_PASSWORD="two\nlines#of it"', 'two\nlines#of it'],
    ['OTHER=a\\#b\nADMIN_PASSWORD=correct', 'correct'],
  ])('is read as it stands: %s', (lines, value) => {
    const file = path.join(folder, 'whole.env');
    writeFileSync(file, `${lines}\n`);
    expect(readEnvironment(file).ADMIN_PASSWORD).toBe(value);
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

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyFileMissing, keptInFile, replaceFile } from './kept-in-file.js';

describe('a secret kept in a file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-secret-'));
    file = path.join(folder, 'secret.key');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is made once, for its owner alone', () => {
    expect(keptInFile(file, { make: () => 'first', mayMake: true })).toBe('first');
    expect(keptInFile(file, { make: () => 'second', mayMake: true })).toBe('first');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secret.key']);
  });

  it('is not created again if something depends on the lost one', () => {
    expect(() => keptInFile(file, { make: () => 'new', mayMake: false })).toThrow(KeyFileMissing);
    writeFileSync(file, '\n');
    expect(() => keptInFile(file, { make: () => 'new', mayMake: false })).toThrow(KeyFileMissing);
  });

  it('can be replaced as a whole', () => {
    replaceFile(file, 'a');
    replaceFile(file, 'b');
    expect(readFileSync(file, 'utf8')).toBe('b');
  });
});

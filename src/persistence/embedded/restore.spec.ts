import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { restore } from './restore.js';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-restore-'));
const contents = { 'database.tar': Buffer.alloc(1024), 'postgresql.password': Buffer.from('password') };

function backedUp(): string {
  const backup = path.join(folder, 'backup');
  mkdirSync(backup);
  for (const [name, bytes] of Object.entries(contents)) writeFileSync(path.join(backup, name), bytes);
  const files = Object.entries(contents).map(([name, bytes]) => [
    name,
    { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
  ]);
  const manifest = { format: 1, key_fingerprint: 'none', files: Object.fromEntries(files) as object };
  writeFileSync(path.join(backup, 'backup.json'), JSON.stringify(manifest));
  return backup;
}

it('takes a new volume, in which ext4 keeps lost+found, for an empty folder', async () => {
  const dataDir = path.join(folder, 'volume');
  mkdirSync(path.join(dataDir, 'lost+found'), { recursive: true, mode: 0o700 });
  await restore({ backup: backedUp(), dataDir, secretKey: undefined, progress: () => undefined });
  expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(['lost+found', 'postgresql', 'postgresql.password']));
});

#!/usr/bin/env node
// npm run migrate:new -- <name>: writes the migration from the migrations there are to prisma/schema.prisma.
// Needs the build: its shadow database is an embedded PostgreSQL in a temporary folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../dist/persistence/embedded/embedded-postgres.js';

const [name] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
  console.error('usage: npm run migrate:new -- name_in_snake_case');
  process.exit(2);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-migration-'));
const database = await startEmbeddedPostgres({ dataDir: folder, parameters: ['fsync=off'] });
try {
  const sql = difference(database.url);
  if (sql.includes('-- This is an empty migration')) {
    console.log('prisma/schema.prisma says nothing that the migrations do not say already');
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const file = path.join(root, 'prisma', 'migrations', `${stamp}_${name}`, 'migration.sql');
    mkdirSync(path.dirname(file));
    writeFileSync(file, sql);
    console.log(`wrote ${path.relative(root, file)}; read it before you commit it`);
  }
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function difference(databaseUrl) {
  const prisma = path.join(root, 'scripts', 'prisma.mjs');
  const from = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma', '--script'];
  const { status, stdout } = spawnSync(process.execPath, [prisma, 'migrate', 'diff', ...from], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  if (status !== 0) throw new Error('prisma migrate diff failed');
  return stdout;
}

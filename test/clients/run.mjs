// Signs a person in through real clients, each set up as its own documentation has it, at a server of this build.
//   test/clients/run                 those that take a minute, as CI runs them
//   test/clients/run --full          all, and writes docs/clients.md
//   test/clients/run spring dex      these alone
import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLatchkey } from './kit/latchkey.mjs';
import { NotInstalled, Toolbox } from './kit/toolbox.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const isFull = process.argv.includes('--full');
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const folders = (await readdir(here, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
  .map((entry) => entry.name)
  .sort();
const unknown = named.find((name) => !folders.includes(name));
if (unknown !== undefined) throw new Error(`there is no client ${unknown}: ${folders.join(', ')}`);

const clients = await Promise.all(
  folders.map(async (name) => ({ folder: name, ...(await import(`./${name}/client.mjs`)).default })),
);
const chosen = clients.filter(({ folder, quick }) => (named.length > 0 ? named.includes(folder) : isFull || quick));

const latchkey = await startLatchkey();
const rows = [];
try {
  for (const client of chosen) rows.push(await outcomeOf(client));
} finally {
  await latchkey.stop();
}
if (isFull && named.length === 0) await writeFile(path.join(here, '../../docs/clients.md'), tableOf(rows));
// a skip is for a tool that is not there; what is there has to work
const failed = rows.filter(({ result }) => result === 'failed' || result === 'not installed');
console.log(`${String(rows.length - failed.length)} of ${String(rows.length)} as they should be`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function outcomeOf(client) {
  const missing = client.needs.filter((tool) => !isThere(tool));
  if (missing.length > 0) {
    console.log(`- ${client.folder}: skipped, needs ${missing.join(', ')}`);
    return { ...client, result: 'skipped', remark: `needs ${missing.join(', ')}` };
  }
  const begun = Date.now();
  const server = client.tls === undefined ? latchkey : await startLatchkey({ tls: client.tls });
  const toolbox = new Toolbox(server, path.join(here, client.folder));
  try {
    await client.run(toolbox);
    console.log(`✓ ${client.folder} (${String(Math.round((Date.now() - begun) / 1000))} s)`);
    return { ...client, result: 'works', remark: '' };
  } catch (error) {
    console.error(`✗ ${client.folder}: ${error.stack}\n${toolbox.log()}`);
    const result = error instanceof NotInstalled ? 'not installed' : 'failed';
    const lines = String(error.message).trim().split('\n');
    return { ...client, result, remark: (result === 'failed' ? lines[0] : lines.at(-1)).slice(0, 200) };
  } finally {
    await toolbox.close();
    if (server !== latchkey) await server.stop();
  }
}

function isThere(tool) {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}

function tableOf(outcomes) {
  const day = new Date().toISOString().slice(0, 10);
  return [
    '# Real clients',
    '',
    'Each client signs a person in at a server of this build, set up as its own documentation has it: what is not said is its',
    "default, and the server's. What each does stands in `test/clients/`; `test/clients/run --full` runs all and writes this page.",
    '',
    `Run on ${day}.`,
    '',
    '| client | what it is | what it does | result |',
    '| --- | --- | --- | --- |',
    ...outcomes.map(
      ({ title, kind, does, result, remark }) =>
        `| ${title} | ${kind} | ${does} | ${result}${remark && `: ${remark}`} |`,
    ),
    '',
    'Not run: jumbojett, Socialite and Passport of Laravel, and .NET, as no registry here has their packages; Traefik, some of whose',
    'libraries cannot be had: its ForwardAuth is walked with Caddy, which speaks the same.',
    '',
  ].join('\n');
}

#!/usr/bin/env node
// node bench/pairs.mjs --against ../latchkey-before [--only refresh,bearer_read] [--pairs 5] [--seconds 6] [--connections 32]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startDatabase } from './database.mjs';
import { measureRates } from './measure/rates.mjs';
import { makeFixture } from './peers/fixture.mjs';
import { latchkey } from './peers/latchkey.mjs';
import { SCENARIOS } from './scenarios/all.mjs';

const { values: given } = parseArgs({
  options: {
    against: { type: 'string' },
    only: { type: 'string', default: 'client_credentials,introspection,refresh,bearer_read' },
    pairs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '6' },
    connections: { type: 'string', default: '32' },
  },
});
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-pairs-'));
fs.chmodSync(work, 0o755);
const database = await startDatabase(path.join(work, 'database'));
const parts = { fixture: await makeFixture(), database, logFolder: work };
const lines = [];
const targets = [];
try {
  const before = path.resolve(given.against, 'dist/main.js');
  targets.push(await latchkey({ ...parts, name: 'before', port: 4110, main: before }));
  targets.push(await latchkey({ ...parts, name: 'after', port: 4111 }));
  await measureRates({
    targets,
    scenarios: SCENARIOS.filter(({ name }) => given.only.split(',').includes(name)),
    options: {
      connections: Number(given.connections),
      rounds: Number(given.pairs),
      seconds: Number(given.seconds),
      warmup: 1,
      patience: 3,
    },
    postgresPid: database.pid,
    record: (line) => lines.push(line),
    say: console.log,
  });
  for (const scenario of given.only.split(',')) report(scenario);
} finally {
  for (const target of targets) await target.stop();
  await database.stop();
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(0);

/** The server's and PostgreSQL's CPU per operation before and after, and the quotient of each pair. */
function report(scenario) {
  for (const figure of ['serverCpu', 'postgresCpu']) {
    const [before, after] = ['before', 'after'].map((name) =>
      lines.filter((line) => line.scenario === scenario && line.target === name).map((line) => line[figure]),
    );
    const quotients = after.map((value, pair) => value / before[pair]);
    console.log(`${scenario} ${figure}: ${spread(before)} -> ${spread(after)} ms, quotient ${spread(quotients)}`);
  }
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `${middle.toFixed(3)} (${sorted[0].toFixed(3)} to ${sorted.at(-1).toFixed(3)})`;
}

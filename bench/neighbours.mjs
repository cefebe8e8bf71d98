#!/usr/bin/env node
// node bench/neighbours.mjs [--rounds 7] [--seconds 8] [--refreshes 100]
// What id_tokens in RS256 cost other callers: the p99 of introspection beside as many refreshes a second with id_tokens in
// ES256 and in RS256, in alternation.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDatabase } from './database.mjs';
import { untilQuiet } from './driver/quiet.mjs';
import { timedRound } from './driver/round.mjs';
import { makeFixture } from './peers/fixture.mjs';
import { latchkey } from './peers/latchkey.mjs';
import { introspection } from './scenarios/introspection.mjs';
import { refresh } from './scenarios/refresh.mjs';

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '8' },
    refreshes: { type: 'string', default: '100' },
  },
});
const INTROSPECTING = 4;
const REFRESHING = 10;
const ALGORITHMS = ['ES256', 'RS256'];

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-neighbours-'));
fs.chmodSync(work, 0o755);
const database = await startDatabase(path.join(work, 'database'));
const parts = { fixture: await makeFixture(), database, logFolder: work };
const sides = [];
try {
  for (const [index, idTokenAlg] of ALGORITHMS.entries()) {
    const target = await latchkey({ ...parts, name: idTokenAlg.toLowerCase(), port: 4120 + index, idTokenAlg });
    sides.push({ target, chains: {}, p99s: [] });
  }
  for (let round = 0; round < Number(given.rounds); round++) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) await measure(side);
  }
  const [es256, rs256] = sides.map(({ p99s }) => p99s);
  console.log(`p99 of introspection: ${spread(es256)} -> ${spread(rs256)} ms`);
  console.log(`quotient of each pair: ${spread(rs256.map((p99, pair) => p99 / es256[pair]))}`);
} finally {
  for (const { target } of sides) await target.stop();
  await database.stop();
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(0);

async function measure({ target, chains, p99s }) {
  await untilQuiet(3);
  const stop = await startRefreshes(target, chains);
  const round = {
    target,
    scenario: introspection,
    connections: INTROSPECTING,
    seconds: Number(given.seconds),
    warmup: 1,
  };
  const result = await timedRound({ ...round, postgresPid: database.pid });
  const refreshed = await stop();
  if (result.errors > 0) throw new Error(result.firstError);
  p99s.push(result.p99);
  console.log(`${target.name}: p99 ${result.p99.toFixed(2)} ms beside ${String(refreshed)} refreshes`);
}

/** So many refreshes a second, spread over some connections, until the function it gives is called. */
async function startRefreshes(target, state) {
  const make = await refresh.prepare(target, state, { connections: REFRESHING });
  const callers = Array.from({ length: REFRESHING }, (_, index) => make(index));
  const pause = (1000 * REFRESHING) / Number(given.refreshes);
  let isOver = false;
  let done = 0;
  const loops = callers.map(async ({ step }, index) => {
    let next = performance.now() + (pause * index) / REFRESHING;
    while (!isOver) {
      await sleep(Math.max(0, next - performance.now()));
      await step();
      done++;
      next += pause;
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
    for (const { client } of callers) client.close();
    return done;
  };
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `${middle.toFixed(2)} (${sorted[0].toFixed(2)} to ${sorted.at(-1).toFixed(2)})`;
}

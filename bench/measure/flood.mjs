import { untilQuiet } from '../driver/quiet.mjs';
import { timedRound } from '../driver/round.mjs';

const REFRESHING = 8;
const SIGNING_IN = 16;

/** What a flood of password logins does to those who refresh meanwhile: rounds without and with it, in alternation. */
export async function measureFlood({ target, refresh, login, options, postgresPid, record, say }) {
  const state = {};
  const round = async (flooded) => {
    await untilQuiet(options.patience);
    const flood = flooded ? await startFlood(target, login) : undefined;
    try {
      const parts = { target, scenario: refresh, state, postgresPid, ...options, connections: REFRESHING };
      const result = await timedRound(parts);
      record({ kind: 'flood', flooded, ...result });
      say(`refresh ${flooded ? 'under a flood of logins' : 'calm'}: p99 ${result.p99.toFixed(1)} ms`);
    } finally {
      await flood?.();
    }
  };
  for (let i = 0; i < options.rounds; i++) {
    await round(false);
    await round(true);
  }
}

/** Logins on many connections, until the function it gives is called. */
async function startFlood(target, login) {
  const make = await login.prepare(target);
  const callers = Array.from({ length: SIGNING_IN }, (_, index) => make(index));
  let isOver = false;
  const loops = callers.map(async ({ step }) => {
    while (!isOver) await step();
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
    for (const { client } of callers) client.close();
  };
}

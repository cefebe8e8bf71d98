import { untilQuiet } from '../driver/quiet.mjs';
import { timedRound } from '../driver/round.mjs';
import { query } from '../database.mjs';

const CONNECTIONS = [1, 4, 16, 64];
const STORED = [1_000, 1_000_000];

/** Sign-ins as refreshes leave them, of all the users in turn. */
const FILL = `
INSERT INTO sign_ins (id, user_id, application_id, user_epoch, application_epoch, scope, audience, generation, secret_hash,
                      authenticated_at, amr, created_at, expires_at)
SELECT gen_random_uuid(), u.id, $1::uuid, u.epoch, 0, 'openid', '{}', 3, sha256(n::text::bytea),
       now(), '{pwd}', now(), now() + interval '7 days'
  FROM generate_series(1, $2::int) n
  JOIN (SELECT id, epoch, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS total FROM users) u
    ON u.number = n % u.total`;

/**
 * How the rates of one target move with the number of connections, and how similar ones move with the stored rows:
 * one for each size, made and settled alike, measured in alternation.
 */
export async function measureGrowth({ target, startAnother, scenarios, refresh, options, postgresPid, record, say }) {
  const round = async ({ target: measured, state }, scenario, connections, stored) => {
    await untilQuiet(options.patience);
    const result = await timedRound({ target: measured, scenario, state, postgresPid, ...options, connections });
    record({ kind: 'growth', stored, ...result, target: target.name });
    say(`${scenario.name}, ${connections} connections, ${stored ?? 'few'} sign-ins: ${result.perSecond.toFixed(0)}/s`);
  };
  const own = { target, state: {} };
  for (const scenario of scenarios) {
    for (const connections of CONNECTIONS) await round(own, scenario, connections);
  }
  const sizes = [];
  try {
    for (const stored of STORED) {
      const filled = { target: await startAnother(`${target.name}-${stored}`), state: {}, stored };
      sizes.push(filled);
      await fill(filled.target, stored);
    }
    await query(target.databaseUrl, 'CHECKPOINT');
    for (let i = 0; i < options.rounds; i++) {
      for (const size of i % 2 === 0 ? sizes : sizes.toReversed())
        await round(size, refresh, options.connections, size.stored);
    }
  } finally {
    for (const { target: filled } of sizes) await filled.stop();
  }
}

async function fill({ databaseUrl, applicationId }, count) {
  await query(databaseUrl, FILL, [applicationId, count]);
  await query(databaseUrl, 'VACUUM ANALYZE');
}

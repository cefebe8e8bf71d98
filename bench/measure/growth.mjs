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

/** How the rates of one target move with the number of connections and with what is stored. */
export async function measureGrowth({ target, scenarios, refresh, options, postgresPid, record, say }) {
  const state = {};
  const round = async (scenario, connections, stored) => {
    await untilQuiet(options.patience);
    const result = await timedRound({ target, scenario, state, postgresPid, ...options, connections });
    record({ kind: 'growth', stored, ...result });
    say(`${scenario.name}, ${connections} connections, ${stored ?? 'few'} sign-ins: ${result.perSecond.toFixed(0)}/s`);
  };
  for (const scenario of scenarios) {
    for (const connections of CONNECTIONS) await round(scenario, connections);
  }
  for (const stored of STORED) {
    const [{ count }] = await query(target.databaseUrl, 'SELECT count(*)::int AS count FROM sign_ins');
    if (stored > count) await query(target.databaseUrl, FILL, [target.applicationId, stored - count]);
    await query(target.databaseUrl, 'VACUUM ANALYZE sign_ins');
    for (let i = 0; i < options.rounds; i++) await round(refresh, options.connections, stored);
  }
}

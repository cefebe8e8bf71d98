import { setTimeout as sleep } from 'node:timers/promises';
import { startNode } from '../node.mjs';
import { observe } from '../observe.mjs';
import { Postgres, postgresPrograms } from '../postgres.mjs';

const missing = () => (postgresPrograms() === undefined ? 'postgresql' : undefined);

async function start(stage, settings) {
  const postgres = await Postgres.create(stage, settings);
  const node = await startNode(stage, { DATABASE_URL: postgres.url });
  return { postgres, node };
}

/** Faults of a PostgreSQL that runs by itself. */
export const oneDatabase = [
  {
    name: 'PostgreSQL is killed',
    did: '`kill -9` of all its processes; it was started again after 10 s',
    missing,
    async run(stage) {
      const { postgres, node } = await start(stage);
      return observe(node.url, async () => {
        await postgres.kill();
        await sleep(10_000);
        await postgres.start();
      });
    },
  },
  {
    name: 'connections are exhausted',
    did: 'another program took all 30 connections of PostgreSQL, those of the server were ended; all came free after 10 s',
    missing,
    async run(stage) {
      const { postgres, node } = await start(stage, ['max_connections=30', 'superuser_reserved_connections=0']);
      return observe(node.url, async () => {
        const taken = [await postgres.connect()];
        const until = Date.now() + 10_000;
        while (Date.now() < until) {
          await taken[0].query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'latchkey%'`,
          );
          for (;;) {
            const client = await postgres.connect().catch(() => undefined);
            if (client === undefined) break;
            taken.push(client);
          }
          await sleep(100);
        }
        for (const client of taken) await client.end();
      });
    },
  },
  {
    name: 'statements are slow',
    did: 'the table of sign-ins was locked for 20 s, longer than a statement may take',
    missing,
    async run(stage) {
      const { postgres, node } = await start(stage);
      return observe(node.url, async () => {
        const client = await postgres.connect();
        await client.query('BEGIN; LOCK TABLE sign_ins IN ACCESS EXCLUSIVE MODE');
        await sleep(20_000);
        await client.query('ROLLBACK');
        await client.end();
      });
    },
  },
];

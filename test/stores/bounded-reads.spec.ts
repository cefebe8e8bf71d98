// What a day of a busy application or person leaves behind must not be read for each answer that shows a little of it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEventsRepository } from '../../src/admin/audit/audit-events.repository.js';
import { SignInsRepository } from '../../src/admin/sign-ins/sign-ins.repository.js';
import { Clock } from '../../src/clock/clock.js';
import { Database } from '../../src/persistence/database/database.js';
import { ChangeFeed } from '../../src/persistence/feed/change-feed.js';
import { PostgresApplicationSessions } from '../../src/persistence/sessions/postgres-application-sessions.js';
import { SignInEndings } from '../../src/persistence/sign-ins/sign-in-endings.js';
import { SecretKey } from '../../src/secrets/secret-key.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { addUser } from '../support/user.js';

const MANY = 20_000;
const PAGE = { limit: 50, after: undefined };
/** Rows that a page of 50 may take. */
const FEW = 500;

let latchkey: Latchkey;
const clock = new Clock();

beforeAll(async () => {
  latchkey = await startLatchkey();
});
afterAll(() => latchkey.stop());

type Read = (database: Database) => Promise<readonly unknown[]>;

/** What is found, and how many rows of the table that takes, whether the plan is for these values or for any. */
async function readingOf(table: string, read: Read): Promise<{ found: number; rows: number }[]> {
  // one connection, whose reads are told apart from the server's
  const database = new Database(latchkey.database.url, 1);
  const rowsRead = async () => {
    await database.pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await database.pool.query<{ rows: number }>(
      'SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_user_tables WHERE relname = $1',
      [table],
    );
    return rows[0]!.rows;
  };
  try {
    const readings = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await database.pool.query(`SET plan_cache_mode = ${mode}`);
      const before = await rowsRead();
      const found = (await read(database)).length;
      readings.push({ found, rows: (await rowsRead()) - before });
    }
    return readings;
  } finally {
    await database.close();
  }
}

async function expectFewRows(table: string, found: number, read: Read): Promise<void> {
  for (const reading of await readingOf(table, read)) {
    expect(reading.rows).toBeLessThan(FEW);
    expect(reading.found).toBe(found);
  }
}

describe('few rows are read', () => {
  it('for the refusals of an application with many events', async () => {
    const { id, clientId } = await addApplication(latchkey.database);
    const add = (outcome: string, client: string, number: number) =>
      latchkey.database.query(
        `INSERT INTO audit_events (id, at, action, outcome, actor_type, actor_id, target_id, client_id)
         SELECT gen_random_uuid(), now() - i * interval '1 second', 'test.bulk', $1, 'application', $2, $3, $2
           FROM generate_series(1, $4) i`,
        [outcome, client, client === clientId ? id : client, number],
      );
    await add('success', clientId, MANY);
    await add('refused', clientId, 3);
    await add('refused', 'another', MANY / 4);
    await latchkey.database.query('ANALYZE audit_events');
    const about = [id, clientId];
    const list = (database: Database) =>
      new AuditEventsRepository(database, clock, partOf(latchkey, SecretKey)).list({ about, outcome: 'refused' }, PAGE);
    await expectFewRows('audit_events', 3, list);
  });

  describe('among the sign-ins of many people', () => {
    let userId: string;
    let held: OAuthClient;
    const authenticatedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);

    beforeAll(async () => {
      const { database } = latchkey;
      ({ id: userId } = await addUser(latchkey));
      held = await addApplication(database, { firstParty: true });
      const busy = await addApplication(database, { firstParty: true });
      /** Ids are in the order of time: those of the person are the oldest. */
      let made = 0;
      const signIns = async (user: string, application: string, number: number, session: string | null = null) => {
        await database.query(
          `INSERT INTO sign_ins (id, user_id, application_id, session_id, user_epoch, application_epoch, scope, amr, audience,
                                 authenticated_at, expires_at)
           SELECT (lpad(to_hex($5::int + i), 12, '0') || substr(md5(i::text), 13))::uuid, ${user}, $1, $2, 0, 0, 'openid', '{}', '{}',
                  $3, now() + interval '1 hour'
             FROM generate_series(1, $4::int) i`,
          [application, session, authenticatedAt, number, made],
        );
        made += number;
      };
      const session = async (begun: Date, authenticated = begun) => {
        const id = randomUUID();
        await database.query(
          `INSERT INTO sessions (id, user_id, user_epoch, secret_hash, authenticated_at, created_at, amr, expires_at)
           VALUES ($1, $2, 0, uuid_send(gen_random_uuid()), $3, $4, '{}', now() + interval '1 hour')`,
          [id, userId, authenticated, begun],
        );
        return id;
      };
      await database.query(
        `INSERT INTO users (id, email, name, password_hash, updated_at)
         SELECT md5(n::text)::uuid, 'person' || n || '@many.test', 'Person', '-', now() FROM generate_series(1, 1000) AS n`,
      );
      const person = `'${userId}'::uuid`;
      // the person has signed in there again since
      const asked = await session(authenticatedAt, new Date());
      await signIns(person, busy.id, MANY / 4, asked);
      await signIns(person, held.id, 1, asked);
      const former = await session(new Date(authenticatedAt.getTime() - 60_000));
      await signIns(person, held.id, MANY / 4, former);
      await signIns('md5((i % 1000 + 1)::text)::uuid', busy.id, MANY);
      await database.query('ANALYZE users, applications, sessions, sign_ins');
    });

    const repository = (database: Database) =>
      new SignInsRepository(database, partOf(latchkey, ChangeFeed), partOf(latchkey, SignInEndings), clock);

    it('for a page of those of one person', async () => {
      await expectFewRows('sign_ins', 51, (database) => repository(database).list({ userId }, PAGE));
      await expectFewRows('sign_ins', 51, (database) =>
        repository(database).list({ userId, clientId: held.clientId }, PAGE),
      );
    });

    it('for the session in which an id_token was given', async () => {
      const sessions = (database: Database) =>
        new PostgresApplicationSessions(database, partOf(latchkey, ChangeFeed), clock);
      await expectFewRows('sign_ins', 1, (database) => sessions(database).of(held.id, userId, authenticatedAt));
    });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationSessions } from '../../src/oidc/application-sessions.js';
import { horizonsOf } from '../../src/operations/housekeeping/housekeeper.js';
import { Housekeeping } from '../../src/operations/housekeeping/housekeeping.js';
import { holdRow, waitersOf } from '../support/held-row.js';
import { postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { HERE, partOf } from '../support/store-fixture.js';

/** More than two batches. */
const CROWD = 4500;
/** Rows that one statement may change here: larger ones are those that take longer than a transaction may. */
const LIMIT = 2000;
const OFFLINE = 3;

let server: Latchkey;
let admin: Person;
let person: Person;
let applicationId: string;
let cookie: Record<string, string>;
let session: string;

beforeAll(async () => {
  server = await startLatchkey();
  await server.database.query(
    `CREATE FUNCTION limit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF (SELECT count(*) FROM changed) > ${String(LIMIT)} THEN RAISE EXCEPTION 'too many sign-ins at once'; END IF;
       RETURN NULL;
     END $$`,
  );
  await server.database.query(
    `CREATE TRIGGER limit_update AFTER UPDATE ON sign_ins REFERENCING OLD TABLE AS changed
       FOR EACH STATEMENT EXECUTE FUNCTION limit_update()`,
  );
});
afterAll(() => server.stop());

beforeEach(async () => {
  admin = await administrator(server);
  const metadata = { backchannel_logout_uri: 'https://app.example.com/logout' };
  applicationId = (await addApplication(server.database, { metadata })).id;
  person = await newPerson(server, admin);
  cookie = await sessionCookie(server, person.email, person.password);
  const [row] = await server.database.query<{ id: string }>('SELECT id::text FROM sessions WHERE user_id = $1', [
    person.id,
  ]);
  session = row!.id;
});

async function addSignIns(count: number, scope = 'openid'): Promise<void> {
  await server.database.query(
    `INSERT INTO sign_ins (id, user_id, application_id, session_id, user_epoch, application_epoch, scope, authenticated_at,
                           expires_at)
     SELECT gen_random_uuid(), $1, $2, $3, 0, 0, $4, now(), now() + interval '1 day' FROM generate_series(1, $5::int)`,
    [person.id, applicationId, session, scope, count],
  );
}

async function countOf(from: string): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${from.replaceAll('$1', `'${session}'`)}`,
  );
  return row!.count;
}

const live = () => countOf('sign_ins WHERE session_id = $1 AND revoked_at IS NULL');
const heard = () =>
  countOf(`change_feed WHERE kind = 'sign-in' AND subject IN (SELECT id::text FROM sign_ins WHERE session_id = $1)`);
const told = () => countOf('logout_deliveries WHERE session_id = $1');
const audited = () => countOf(`audit_events WHERE action = 'session.end' AND target_id = $1`);
const unfinished = () => countOf('sessions WHERE id = $1 AND ending');
const signOut = () => postJson(`${server.baseUrl}/v1/session/logout`, {}, cookie);
const statusOfCookie = async () => (await apiWith(server, cookie).get('users/me')).status;

function sweep(daysAhead = 0) {
  const at = new Date(Date.now() + daysAhead * 86_400_000);
  return partOf(server, Housekeeping).sweep(horizonsOf(at, 90), new AbortController().signal);
}

describe('a session with more sign-ins than one transaction ends', () => {
  it.each<[string, number, () => Promise<number>]>([
    ['is signed out of', 1, async () => (await signOut()).status],
    ['is ended by its id', 1, async () => (await person.api.delete(`sessions/${session}`)).status],
    ['ends with all others of the person', 0, async () => (await person.api.delete('sessions')).status],
    [
      'ends in an incident',
      0,
      async () => {
        const ip = '198.51.100.9';
        await server.database.query('UPDATE sessions SET ip = $2::inet WHERE id = $1', [session, ip]);
        const { status, json } = await admin.api.post('incidents/end', { ip });
        expect(json).toMatchObject({ sessions: 1 });
        return status;
      },
    ],
  ])('%s with all that end with it, and each application is told once', async (_, events, end) => {
    await addSignIns(CROWD);
    await addSignIns(OFFLINE, 'openid offline_access');
    expect(await statusOfCookie()).toBe(200);

    expect([200, 204]).toContain(await end());
    expect(await statusOfCookie()).toBe(401);
    expect({ live: await live(), heard: await heard() }).toEqual({ live: OFFLINE, heard: CROWD });
    expect({ told: await told(), audited: await audited() }).toEqual({ told: 1, audited: events });
    expect(await unfinished()).toBe(0);
  });

  describe('where that is cut off', () => {
    beforeEach(async () => {
      await addSignIns(CROWD);
      await server.database.query(
        `CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT FROM sign_ins WHERE session_id = '${session}' AND revoked_at IS NOT NULL) THEN
             RAISE EXCEPTION 'cut off';
           END IF;
           RETURN NULL;
         END $$`,
      );
      await server.database.query(
        'CREATE TRIGGER cut_off BEFORE UPDATE ON sign_ins FOR EACH STATEMENT EXECUTE FUNCTION cut_off()',
      );
      expect((await signOut()).status).toBe(500);
    });
    afterEach(() => server.database.query('DROP FUNCTION cut_off CASCADE'));

    it('has ended all the same, and the next sweep ends the rest, be it days later', async () => {
      expect(await statusOfCookie()).toBe(401);
      expect([await live(), await told(), await unfinished()]).toEqual([CROWD - LIMIT, 1, 1]);
      await server.database.query('DROP TRIGGER cut_off ON sign_ins');
      await server.database.query(`UPDATE sessions SET revoked_at = now() - interval '3 days' WHERE id = $1`, [
        session,
      ]);

      expect(await sweep()).toMatchObject({ unfinished: false });
      expect([await live(), await heard()]).toEqual([0, CROWD]);
      expect([await told(), await audited(), await unfinished()]).toEqual([1, 1, 0]);
      expect(await countOf('sessions WHERE id = $1')).toBe(1);
      await sweep(2);
      expect([await countOf('sessions WHERE id = $1'), await countOf('sign_ins WHERE session_id = $1')]).toEqual([
        0, 0,
      ]);
    });

    it('no sweep waits for a node that is at it', async () => {
      await server.database.query('DROP TRIGGER cut_off ON sign_ins');
      const held = await holdRow(server.database, 'sessions', { id: session });
      expect(await sweep()).toMatchObject({ unfinished: false });
      expect(await live()).toBe(CROWD - LIMIT);
      await held.release();
      await sweep();
      expect(await live()).toBe(0);
    });
  });

  it('an application gives up all that it holds there', async () => {
    await addSignIns(CROWD);
    const by = {
      action: 'sign-in.revoke',
      actor: { type: 'application', id: 'app' },
      address: HERE,
      requestId: randomUUID(),
      reason: 'test',
    } as const;
    await partOf(server, ApplicationSessions).end(applicationId, session, by);
    expect(await countOf('sign_ins WHERE session_id = $1 AND given_up')).toBe(CROWD);
    expect([await live(), await heard()]).toEqual([0, CROWD]);
    const events = await server.database.query<{ ended: number }>(
      `SELECT (details->>'ended')::int AS ended FROM audit_events WHERE request_id = $1 ORDER BY id`,
      [by.requestId],
    );
    expect(events.map(({ ended }) => ended)).toEqual([LIMIT, LIMIT, CROWD - 2 * LIMIT]);
    expect(await statusOfCookie()).toBe(200);
  });
});

it('sign-outs of one session that wait for each other keep no connection from others', async () => {
  const held = await holdRow(server.database, 'sessions', { id: session });
  const ends = Array.from({ length: 40 }, signOut);
  await held.waiting(1);
  expect((await admin.api.get('users/me')).status).toBe(200);
  expect(await waitersOf(server.database)).toBe(1);
  await held.release();
  expect(new Set((await Promise.all(ends)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(await audited()).toBe(1);
});

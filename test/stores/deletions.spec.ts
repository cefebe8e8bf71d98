import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Pair, type Person, sessionCookie } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

/** More than two batches. */
const CROWD = 4500;
/** Rows that one statement may change here: larger ones are those that take longer than a transaction may. */
const LIMIT = 2000;

let server: Latchkey;
let admin: Person;
let owner: Person;
let application: OAuthClient;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  for (const table of ['sign_ins', 'sessions', 'consents']) await limit('DELETE', table);
  await limit('UPDATE', 'sessions');
  owner = await newPerson(server, admin);
  application = await addApplication(server.database, { ownerId: owner.id, scopes: ['read:account'] });
});
afterAll(() => server.stop());

async function limit(act: 'DELETE' | 'UPDATE', table: string): Promise<void> {
  const name = `limit_${act}_${table}`;
  await server.database.query(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF (SELECT count(*) FROM gone) > ${String(LIMIT)} THEN RAISE EXCEPTION 'too many rows of ${table} at once'; END IF;
       RETURN NULL;
     END $$`,
  );
  await server.database.query(
    `CREATE TRIGGER ${name} AFTER ${act} ON ${table} REFERENCING OLD TABLE AS gone
       FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
  );
}

async function addSignIns(userId: string, applicationId: string): Promise<void> {
  await server.database.query(
    `INSERT INTO sign_ins (id, user_id, application_id, user_epoch, application_epoch, scope, authenticated_at, expires_at)
     SELECT gen_random_uuid(), $1, $2, 0, 0, 'read:account', now(), now() + interval '1 day' FROM generate_series(1, $3::int)`,
    [userId, applicationId, CROWD],
  );
}

async function addConsents(applicationId: string): Promise<void> {
  await server.database.query(
    `WITH people AS (
       INSERT INTO users (id, email, password_hash, updated_at)
       SELECT gen_random_uuid(), gen_random_uuid() || '@example.com', '', now() FROM generate_series(1, $2::int) RETURNING id
     ) INSERT INTO consents (user_id, application_id) SELECT id, $1 FROM people`,
    [applicationId, CROWD],
  );
}

async function addSessions(userId: string): Promise<void> {
  await server.database.query(
    `INSERT INTO sessions (id, user_id, user_epoch, secret_hash, authenticated_at, expires_at)
     SELECT gen_random_uuid(), $1, 0, sha256(($1::uuid || n::text)::bytea), now(), now() + interval '1 day'
       FROM generate_series(1, $2::int) n`,
    [userId, CROWD],
  );
}

/** The status of a call with an access token that the application was given for its owner. */
async function tokenOfOwner(): Promise<() => Promise<number>> {
  const { status, json } = await postForm(`${server.baseUrl}/oauth/token`, {
    client_id: application.clientId,
    client_secret: application.clientSecret,
    grant_type: 'password',
    username: owner.email,
    password: owner.password,
  });
  expect(status).toBe(200);
  const api = apiWith(server, bearer((json as Pair).access_token));
  return async () => (await api.get('users/me')).status;
}

/** Sign-ins, one in each of the sessions, that their application has given up. */
async function addGivenUp(userId: string, applicationId: string): Promise<void> {
  await server.database.query(
    `INSERT INTO sign_ins (id, user_id, application_id, session_id, user_epoch, application_epoch, scope, authenticated_at,
                           expires_at, revoked_at)
     SELECT gen_random_uuid(), $1, $2, id, 0, 0, 'read:account', now(), now() + interval '1 day', now()
       FROM sessions WHERE user_id = $1`,
    [userId, applicationId],
  );
}

async function actionsOn(target: string): Promise<string[]> {
  const rows = await server.database.query<{ action: string }>(
    `SELECT action FROM audit_events WHERE target_id = $1 AND action ~ 'able$|delete$' ORDER BY id`,
    [target],
  );
  return rows.map(({ action }) => action);
}

const left = async (column: string, id: string) =>
  server.database.query(
    `SELECT 1 FROM sign_ins WHERE ${column} = $1 UNION ALL SELECT 1 FROM consents WHERE ${column} = $1`,
    [id],
  );

describe('a deletion of what has more rows than one transaction removes', () => {
  it('ends it at once, and can be repeated when it was cut off', async () => {
    const status = await tokenOfOwner();
    expect(await status()).toBe(200);
    await addSignIns(owner.id, application.id);
    await addConsents(application.id);
    await server.database.query(
      `CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`,
    );
    await server.database.query(
      'CREATE TRIGGER cut_off BEFORE DELETE ON consents FOR EACH STATEMENT EXECUTE FUNCTION cut_off()',
    );
    expect((await owner.api.delete(`applications/${application.id}`)).status).toBe(500);
    await server.database.query('DROP TRIGGER cut_off ON consents');

    expect(await status()).toBe(401);
    const { json } = await owner.api.get(`applications/${application.id}`);
    expect(json).toMatchObject({ disabled: true, disabled_by_admin: true });
    expect((await owner.api.patch(`applications/${application.id}`, { disabled: false })).status).toBe(403);

    expect((await owner.api.delete(`applications/${application.id}`)).status).toBe(204);
    expect((await owner.api.get(`applications/${application.id}`)).status).toBe(404);
    expect((await owner.api.delete(`applications/${application.id}`)).status).toBe(404);
    expect(await left('application_id', application.id)).toEqual([]);
    expect(await actionsOn(application.id)).toEqual(['application.disable', 'application.delete']);
  });

  it('removes an account with its sessions and with the applications that it owns', async () => {
    const person = await newPerson(server, admin);
    const owned = await addApplication(server.database, { ownerId: person.id });
    const another = await addApplication(server.database);
    await addSignIns(person.id, another.id);
    await addSignIns(owner.id, owned.id);
    await addConsents(owned.id);
    await addSessions(person.id);

    expect((await admin.api.delete(`users/${person.id}`)).status).toBe(204);
    expect((await admin.api.get(`users/${person.id}`)).status).toBe(404);
    expect((await admin.api.get(`applications/${owned.id}`)).status).toBe(404);
    expect(await left('user_id', person.id)).toEqual([]);
    expect(await left('application_id', owned.id)).toEqual([]);
    expect(await actionsOn(person.id)).toEqual(['user.disable', 'user.delete']);
    const again = { email: person.email, password: person.password };
    expect((await admin.api.post('users', again)).status).toBe(201);
  });
});

describe('an account with more sessions than one transaction changes', () => {
  it('is disabled with all of them, and applications are told of each', async () => {
    const metadata = { backchannel_logout_uri: 'https://app.example.com/logout' };
    const told = await addApplication(server.database, { metadata });
    const person = await newPerson(server, admin);
    await addSessions(person.id);
    await addGivenUp(person.id, told.id);
    const cookie = await sessionCookie(server, person.email, person.password);
    const status = async () => (await apiWith(server, cookie).get('users/me')).status;
    expect(await status()).toBe(200);

    expect((await admin.api.patch(`users/${person.id}`, { disabled: true })).status).toBe(200);
    expect((await admin.api.patch(`users/${person.id}`, { disabled: false })).status).toBe(200);
    expect(await status()).toBe(401);
    const [row] = await server.database.query<{ count: number }>(
      'SELECT count(DISTINCT session_id)::int AS count FROM logout_deliveries WHERE application_id = $1',
      [told.id],
    );
    expect(row?.count).toBe(CROWD);
  });
});

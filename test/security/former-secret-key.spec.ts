// What an attacker would gain: with the secret key that leaked, an end to the refresh tokens of others by handles that look
// like theirs, half a sign-in without the password, and every secret that a forgotten node still seals with that key.
import { Writable } from 'node:stream';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connections } from '../../src/persistence/database/connections.js';
import { changeSecretKey } from '../../src/persistence/secret-key/change-secret-key.js';
import { SEALED_COLUMNS } from '../../src/persistence/secret-key/sealed-columns.js';
import { Handles } from '../../src/secrets/handles.js';
import { SecretKey } from '../../src/secrets/secret-key.js';
import { RefreshTokens } from '../../src/oauth/tokens/refresh-token.js';
import { Outbox } from '../../src/outgoing/mail/outbox.js';
import { Authenticator } from '../support/authenticator.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person, refreshed, tokenPair } from '../support/management.js';
import { sealedValues } from '../support/sealed-values.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionClaims, JWT_BEARER } from '../support/signing-client.js';
import { partOf } from '../support/store-fixture.js';
import { TestClock } from '../support/test-clock.js';

const NEXT = 'Zp7Yw2Lr0uN4mXb9KdQ1sHcJ6gFeUa3oTq8vXw5Rt2E=';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** As the command does it, but while servers run. */
async function change(former: string, next: string, { url } = database): Promise<void> {
  const connections = new Connections(url, { max: 1 });
  const client = await connections.connect();
  try {
    await changeSecretKey(client, { former: new SecretKey(former), next: new SecretKey(next) }, new Date());
  } finally {
    client.release();
    await connections.end();
  }
}

interface JwtApplication {
  id: string;
  client_id: string;
  client_secret: string;
}

async function jwtApplication(node: Latchkey): Promise<JwtApplication> {
  const made = await (
    await administrator(node)
  ).api.post('applications', {
    ...{ name: 'Signs', scopes: ['public'], token_endpoint_auth_method: 'client_secret_jwt' },
  });
  return made.json as JwtApplication;
}

/** The answer to an assertion that is signed with the secret. */
async function tokensOf(node: Latchkey, { client_id: id, client_secret: secret }: JwtApplication) {
  const assertion = new SignJWT(assertionClaims(id, node.baseUrl)).setProtectedHeader({ alg: 'HS256' });
  return postForm(`${node.baseUrl}/oauth/token`, {
    ...{ grant_type: 'client_credentials', client_assertion_type: JWT_BEARER },
    client_assertion: await assertion.sign(Buffer.from(secret)),
  });
}

describe('what is sealed under the secret key', () => {
  it('is known by its columns: a new one is sealed again, too, or ends', async () => {
    const columns = await database.query<{ at: string }>(
      `SELECT table_name || '.' || column_name AS at FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type = 'bytea' AND column_name LIKE '%sealed%'`,
    );
    // kept requests end with the tickets that lead to them; a successor is sealed under the token before it
    const others = ['kept_requests.sealed', 'sign_ins.sealed_successor'];
    expect(columns.map(({ at }) => at).sort()).toEqual(
      [...SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`), ...others].sort(),
    );
  });
});

describe('a node that still has the former key', () => {
  const clock = new TestClock();
  const lines: string[] = [];
  const log = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  let node: Latchkey;
  let person: Person;
  let refreshToken: string;
  let signing: JwtApplication;
  let former: string;
  beforeAll(async () => {
    node = await startLatchkey({ database, clock, log, settings: { LOG_LEVEL: 'error' } });
    former = node.settings.secretKey;
    person = await newPerson(node, await administrator(node));
    refreshToken = (await tokenPair(node, person.email, person.password)).refresh_token;
    signing = await jwtApplication(node);
    expect((await tokensOf(node, signing)).status).toBe(200);
    const ready = await call(`${node.baseUrl}/health/ready`);
    expect([ready.status, ready.text]).toEqual([200, expect.any(String)]);
    await change(former, NEXT);
  });
  afterAll(() => node.stop());

  it('is not ready any more, and says so in one line', async () => {
    const ready = await call(`${node.baseUrl}/health/ready`);
    expect(ready.status).toBe(503);
    expect((ready.json as { reason: string }).reason).toMatch(
      /^secret-key: SECRET_KEY was changed on .* on every node$/,
    );
    await eventually(
      () => lines.filter((line) => line.includes('SECRET_KEY was changed')),
      (told) => {
        expect(told).toHaveLength(1);
      },
    );
  });

  it('seals nothing with it', async () => {
    const before = (await sealedValues(database)).length;
    const enrolled = Authenticator.of(person.api, person.password, clock);
    await expect(enrolled).rejects.toThrow(/503|temporarily|unavailable/i);
    const admin = await administrator(node);
    const made = await admin.api.post('applications', {
      ...{ name: 'Signs', scopes: ['public'], token_endpoint_auth_method: 'client_secret_jwt' },
    });
    expect(made.status).toBe(503);
    expect((await admin.api.post('signing-keys/rotate', {})).status).toBe(503);
    await expect(partOf(node, Outbox).put({ kind: 'test', to: 'a@example.com' })).rejects.toThrow();
    const values = await sealedValues(database);
    // the two kept keys were there before
    expect(values).toHaveLength(before);
    for (const { at, opensWith } of values) expect([at, opensWith(former)]).toEqual([at, false]);
  });

  it('says to an application that signs with its secret that it cannot answer, not that the secret is wrong', async () => {
    // once the node has heard that the application was sealed again
    await eventually(
      async () => (await tokensOf(node, signing)).json,
      (answer) => expect(answer).toMatchObject({ error: 'temporarily_unavailable' }),
    );
  });

  it('of an earlier release, which says of nothing what it was sealed with, stores nothing either', async () => {
    for (const { table, column } of SEALED_COLUMNS) {
      const written = database.query(`UPDATE ${table} SET ${column} = 'sealed', sealed_with = NULL`);
      const rows = await database.query(`SELECT FROM ${table}`);
      if (rows.length > 0) await expect(written).rejects.toThrow(/_sealed_with_|null/);
      else await written;
    }
    expect((await sealedValues(database)).filter(({ sealedWith }) => sealedWith === null)).toEqual([]);
  });

  it('leaves nothing of use to who has that key, once nodes have the next', async () => {
    const ISSUER = node.settings.issuer;
    const next = await startLatchkey({ database, clock, settings: { SECRET_KEY: NEXT, ISSUER } });
    try {
      const parsed = new RefreshTokens(new Handles(new SecretKey(former))).parse(refreshToken);
      const stale = new RefreshTokens(new Handles(new SecretKey(former)));
      const forged = stale.format(parsed!.signInId, 0, Buffer.alloc(32));
      for (const token of [refreshToken, forged]) expect((await refreshed(next, token)).status).toBe(401);
      const replays = await database.query(`SELECT FROM audit_events WHERE action = 'refresh-token.replay'`);
      expect(replays).toHaveLength(0);
      // the password of the person was right, says the cookie
      const half = (key: string) => {
        const until = clock.now().getTime() + 60_000;
        const content = { userId: person.id, epoch: 0, proofEpoch: 0, enrols: false, until };
        const sealed = new SecretKey(key).seal(Buffer.from(JSON.stringify(content)), 'half a session');
        const headers = { cookie: `${next.cookies.half}=${sealed.toString('base64url')}` };
        return call(`${next.baseUrl}/v1/session/second-factor`, { headers });
      };
      expect((await half(NEXT)).status).toBe(200);
      expect((await half(former)).status).toBe(400);
      const { refresh_token } = await tokenPair(next, person.email, person.password);
      expect((await refreshed(next, refresh_token)).status).toBe(200);
      expect((await call(`${next.baseUrl}/health/ready`)).status).toBe(200);
    } finally {
      await next.stop();
    }
  });
});

describe('a change of the secret key', () => {
  it('changes nothing where earlier releases could still start; keeps the key that signs ahead of its time', async () => {
    const own = await createDatabase();
    const node = await startLatchkey({ database: own });
    const { secretKey: former } = node.settings;
    await node.stop();
    await own.query(`UPDATE signing_keys SET signs_from = now() + interval '1 hour'`);
    const kids = await own.query('SELECT kid FROM signing_keys');
    await own.query(`UPDATE _prisma_migrations SET migration_name = 'of_old' WHERE migration_name LIKE '%_kept_keys'`);
    await expect(change(former, NEXT, own)).rejects.toThrow(/^the migration \d+_kept_keys is not in DATABASE_URL/);
    for (const { at, opensWith } of await sealedValues(own)) expect([at, opensWith(former)]).toEqual([at, true]);
    await own.query(
      `UPDATE _prisma_migrations SET migration_name = '20261130140000_kept_keys' WHERE migration_name = 'of_old'`,
    );
    await change(former, NEXT, own);
    expect(await own.query('SELECT kid FROM signing_keys')).toEqual(kids);
    await own.drop();
  });
});

describe('a client secret that does not open', () => {
  it('does not stand in the way of the other one, and is no fault of the application', async () => {
    const node = await startLatchkey();
    try {
      const former = await jwtApplication(node);
      const { api } = await administrator(node);
      const added = await api.post(`applications/${former.id}/secrets`, {});
      const other = { ...former, ...(added.json as { client_secret: string }) };
      await node.database.query(
        `UPDATE application_secrets SET sealed_secret = 'damaged'
          WHERE id = (SELECT id FROM application_secrets WHERE application_id = $1 ORDER BY created_at LIMIT 1)`,
        [former.id],
      );
      expect((await tokensOf(node, other)).status).toBe(200);
      const answer = await tokensOf(node, former);
      expect([answer.status, answer.json]).toEqual([
        503,
        expect.objectContaining({ error: 'temporarily_unavailable' }),
      ]);
    } finally {
      await node.stop();
    }
  });
});

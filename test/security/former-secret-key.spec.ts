// What an attacker would gain: with the secret key that leaked, an end to the refresh tokens of others by handles that look
// like theirs, half a sign-in without the password, and every secret that a forgotten node still seals with that key.
import { Writable } from 'node:stream';
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
import { call } from '../support/http.js';
import { administrator, newPerson, type Person, refreshed, tokenPair } from '../support/management.js';
import { sealedValues } from '../support/sealed-values.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { TestClock } from '../support/test-clock.js';

const NEXT = 'Zp7Yw2Lr0uN4mXb9KdQ1sHcJ6gFeUa3oTq8vXw5Rt2E=';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** As the command does it, but while servers run. */
async function change(former: string, next: string): Promise<void> {
  const connections = new Connections(database.url, { max: 1 });
  const client = await connections.connect();
  try {
    await changeSecretKey(client, { former: new SecretKey(former), next: new SecretKey(next) }, new Date());
  } finally {
    client.release();
    await connections.end();
  }
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
  let former: string;
  beforeAll(async () => {
    node = await startLatchkey({ database, clock, log, settings: { LOG_LEVEL: 'error' } });
    former = node.settings.secretKey;
    person = await newPerson(node, await administrator(node));
    refreshToken = (await tokenPair(node, person.email, person.password)).refresh_token;
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

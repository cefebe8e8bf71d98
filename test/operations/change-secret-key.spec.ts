// What an attacker would gain: who found the secret key goes on making sign-ins that are half proved, tickets and handles,
// and reads every copy of the database, because an operator who cannot replace the key leaves it in place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalJWKSet, type JWK, jwtVerify, SignJWT } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/clock/clock.js';
import { SecretKey } from '../../src/secrets/secret-key.js';
import { KeyKeeper } from '../../src/admin/signing-keys/key-keeper.js';
import { SigningKeysRepository } from '../../src/admin/signing-keys/signing-keys.repository.js';
import { type CommandEnd, runAdmin } from '../support/admin-command.js';
import { Authenticator } from '../support/authenticator.js';
import { Browser } from '../support/browser.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { bearer, call, postForm, postJson } from '../support/http.js';
import { MailServer } from '../support/mail-server.js';
import { newPerson, type Person, refreshed, signedIn, tokenPair } from '../support/management.js';
import { LatchkeyProcess, refusalToStart } from '../support/process.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { sealedValues } from '../support/sealed-values.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionClaims, JWT_BEARER } from '../support/signing-client.js';
import { partOf } from '../support/store-fixture.js';

const [FORMER, NEXT] = ['kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=', 'Zp7Yw2Lr0uN4mXb9KdQ1sHcJ6gFeUa3oTq8vXw5Rt2E='];
const EMAIL = 'admin@localhost';
const PASSWORD = 'correct horse battery staple';

let folder: string;
let database: TestDatabase;
let env: Record<string, string>;
let process_: LatchkeyProcess;
let server: Latchkey;
let mail: MailServer | undefined;

const withKey = (key: string) => ({ ...env, SECRET_KEY: key });
const start = async (key: string) => {
  process_ = await LatchkeyProcess.start({ env: withKey(key), folder });
};
const change = (given: Record<string, string>, ...args: string[]): Promise<CommandEnd> =>
  runAdmin(folder, given, 'change-secret-key', ...args).ended;
const keysOf = async () =>
  (await call(`${server.baseUrl}/.well-known/jwks.json`)).json as { keys: (JWK & { kid: string })[] };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-key-'));
  database = await createDatabase();
  const [port, mailPort] = [await freePort(), await freePort()];
  const baseUrl = `http://127.0.0.1:${String(port)}`;
  env = {
    ...{ PORT: String(port), ISSUER: baseUrl, DATABASE_URL: database.url, LOG_LEVEL: 'warn' },
    ...{ ADMIN_PASSWORD: PASSWORD, SMTP_URL: `smtp://127.0.0.1:${String(mailPort)}` },
  };
  server = { baseUrl, database } as unknown as Latchkey;
  await start(FORMER);
});
afterAll(async () => {
  await mail?.stop();
  await process_.remove();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a change of the secret key', () => {
  let person: Person;
  let phone: Authenticator;
  let scheduled: string[];
  let jwtClient: { client_id: string; client_secret: string };
  let party: RelyingParty;
  let browser: Browser;
  let before: { claims: Record<string, unknown>; accessToken: string; refreshToken: string; kids: string[] };

  /** The tokens of a client that signs with its own secret. */
  async function tokensOfJwtClient(): Promise<number> {
    const { client_id: id, client_secret: secret } = jwtClient;
    const assertion = new SignJWT(assertionClaims(id, server.baseUrl)).setProtectedHeader({ alg: 'HS256' });
    const fields = { client_assertion_type: JWT_BEARER, client_assertion: await assertion.sign(Buffer.from(secret)) };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials', ...fields });
    return answer.status;
  }

  beforeAll(async () => {
    const admin = await signedIn(server, EMAIL, PASSWORD);
    const made = await admin.api.post('applications', {
      ...{ name: 'Signs', scopes: ['public'], token_endpoint_auth_method: 'client_secret_jwt' },
    });
    jwtClient = made.json as typeof jwtClient;
    person = await newPerson(server, admin);
    const { refresh_token: refreshToken } = await tokenPair(server, person.email, person.password);
    party = await RelyingParty.at(server, {
      redirectUris: ['https://app.example.com/callback'],
      metadata: { subject_type: 'pairwise' },
    });
    browser = new Browser(server.baseUrl);
    const { id_token, access_token: accessToken } = await party.tokens(person, {}, browser);
    phone = await Authenticator.of(person.api, person.password, new Clock());
    const kids = (await keysOf()).keys.map(({ kid }) => kid);
    before = { claims: claimsOf(id_token), accessToken, refreshToken, kids };
    expect(before.claims).toMatchObject({ sub: expect.stringMatching(/^.{43}$/), sid: expect.any(String) });
    expect(await tokensOfJwtClient()).toBe(200);
  });

  it('is refused while a server runs, and without a key that is another one', async () => {
    const running = await change({ ...withKey(FORMER), NEW_SECRET_KEY: NEXT });
    expect([running.status, running.stderr]).toEqual([
      1,
      expect.stringMatching(/^a server is at work on this database .*; stop every node, then run the command again\n$/),
    ]);
    await process_.kill('SIGTERM');
    expect((await change(withKey(FORMER))).stderr).toMatch(/^NEW_SECRET_KEY must be set to the next key.* Example: /);
    expect((await change({ ...withKey(FORMER), NEW_SECRET_KEY: 'short' })).stderr).toMatch(/^NEW_SECRET_KEY must hold/);
    expect((await change({ ...withKey(FORMER), NEW_SECRET_KEY: FORMER })).stderr).toMatch(/^NEW_SECRET_KEY is the key/);
    expect(await change(withKey(FORMER), 'a-file')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^Usage/),
    });
  });

  it('that is killed before it ends leaves everything under the former key', async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM secret_key_marks FOR KEY SHARE');
    const { child, ended } = runAdmin(folder, { ...withKey(FORMER), NEW_SECRET_KEY: NEXT }, 'change-secret-key');
    await eventually(
      () =>
        database.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE FROM s%'`),
      (rows) => {
        expect(rows).toHaveLength(1);
      },
    );
    child.kill('SIGKILL');
    await ended;
    await holder.query('ROLLBACK');
    await holder.end();
    await eventually(
      () => database.query(`SELECT FROM pg_stat_activity WHERE application_name = 'latchkey change-secret-key'`),
      (rows) => {
        expect(rows).toHaveLength(0);
      },
    );
    const values = await sealedValues(database);
    expect(values.length).toBeGreaterThan(3);
    for (const value of values) expect([value.at, value.opensWith(FORMER)]).toEqual([value.at, true]);
    await start(FORMER);
    await process_.kill('SIGTERM');
  });

  it('begins while the next signing keys are published', async () => {
    const node = await startLatchkey({ database, settings: { SECRET_KEY: FORMER, ISSUER: server.baseUrl } });
    await database.query(`UPDATE signing_keys SET signs_from = signs_from - interval '29 days 1 hour'`);
    await partOf(node, KeyKeeper).tend();
    scheduled = (await partOf(node, SigningKeysRepository).facts())
      .filter(({ signsFrom }) => signsFrom > new Date())
      .map(({ kid }) => kid);
    expect(scheduled).toHaveLength(2);
    await node.stop();
  });

  it('seals everything that is kept, and says what ended and what is to be done after a leak', async () => {
    const file = path.join(folder, 'next.key');
    writeFileSync(file, `${NEXT}\n`);
    const { status, stdout, stderr } = await change(withKey(FORMER), '--new-key-file', file);
    expect([status, stderr]).toEqual([0, '']);
    const [former, next] = [new SecretKey(FORMER).fingerprint, new SecretKey(NEXT).fingerprint];
    expect(stdout).toContain(`from the one with the fingerprint ${former} to ${next}`);
    expect(stdout).toMatch(
      /Sealed again: [1-9]\d* private signing keys, 1 authenticator apps, 1 client secrets, [1-9]/,
    );
    for (const step of ['signing-keys/rotate', 'client_secret_jwt', 'authenticator app', 'backup'])
      expect(stdout).toContain(step);
    expect(stdout).not.toContain(NEXT);
    expect(stdout).toContain('Removed: 2 signing keys that had not signed yet');

    const values = await sealedValues(database);
    expect([...new Set(values.map(({ at }) => at))].sort()).toEqual([
      ...['application_secrets.sealed_secret', 'authenticators.sealed_secret', 'kept_keys.sealed'],
      ...['outgoing_mails.sealed', 'signing_keys.sealed_key'],
    ]);
    for (const { at, opensWith, sealedWith } of values)
      expect([at, opensWith(FORMER), opensWith(NEXT), sealedWith]).toEqual([at, false, true, next]);
    // earlier releases would name everyone by the next key
    expect(
      await database.query(`SELECT migration_name FROM _prisma_migrations WHERE logs = 'contract'`),
    ).toContainEqual({
      migration_name: '20261130140000_kept_keys',
    });
  });

  it('leaves no use to the former key', async () => {
    expect(await refusalToStart({ env: withKey(FORMER) })).toMatch(
      /^SECRET_KEY was changed on \S+: the one given has the fingerprint [0-9a-f]{16} and opens nothing any more\. Set the new key, /,
    );
    const again = await change({ ...withKey(NEXT), NEW_SECRET_KEY: FORMER });
    expect(again.stderr).toMatch(/^NEW_SECRET_KEY is the key of this database, or was; /);
  });

  it('changes nothing that people and applications know, but ends what the former key vouched for', async () => {
    mail = await MailServer.start(Number(new URL(env.SMTP_URL ?? '').port));
    await database.query('UPDATE outgoing_mails SET next_attempt_at = now()');
    await start(NEXT);
    const jwks = await keysOf();
    const kids = jwks.keys.map(({ kid }) => kid);
    expect(kids).toEqual(expect.arrayContaining(before.kids));
    // who has the former key has read them, and they would sign within a day
    expect(kids.filter((kid) => scheduled.includes(kid))).toEqual([]);
    expect(
      (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(before.accessToken) })).json,
    ).toMatchObject({
      sub: before.claims.sub,
    });
    const { id_token, access_token } = await party.tokens(person, {}, browser);
    expect(claimsOf(id_token)).toMatchObject({ sub: before.claims.sub, sid: before.claims.sid });
    await jwtVerify(access_token, createLocalJWKSet(jwks));

    expect((await refreshed(server, before.refreshToken)).status).toBe(401);
    const proof = { email: person.email, password: person.password };
    expect((await postJson(`${server.baseUrl}/v1/auth/login`, proof)).status).toBe(401);
    const proved = await postJson(`${server.baseUrl}/v1/auth/login`, { ...proof, otp: phone.code(1) });
    expect(proved.status).toBe(200);
    expect((await refreshed(server, (proved.json as { refresh_token: string }).refresh_token)).status).toBe(200);
    expect(await tokensOfJwtClient()).toBe(200);
    await mail.next(person.email);

    const admin = await signedIn(server, EMAIL, PASSWORD);
    const eventsOf = async (action: string) =>
      ((await admin.api.get(`audit-events?action=${action}`)).json as { data: object[] }).data;
    expect(await eventsOf('secret-key.change')).toHaveLength(1);
    expect(await eventsOf('signing-key.remove')).toHaveLength(2);
    const rotated = await admin.api.post('signing-keys/rotate', {});
    expect(rotated.status).toBe(201);
    await process_.kill('SIGTERM');
  });

  it('follows upon another, and the names are still the first', async () => {
    const third = NEXT.replace('Zp7', 'abc');
    expect((await change({ ...withKey(NEXT), NEW_SECRET_KEY: third })).status).toBe(0);
    await start(third);
    const { id_token } = await party.tokens(person, {}, browser);
    expect(claimsOf(id_token)).toMatchObject({ sub: before.claims.sub, sid: before.claims.sid });
  });
});

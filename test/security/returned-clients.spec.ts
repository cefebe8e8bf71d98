/*
 * What an attacker would gain: what an administrator ended by deleting an application that a document describes. It is
 * there again as soon as a person uses it, under the same `client_id`; its tokens and devices of before must stay dead,
 * and those of after must work, or people of an honest application are refused everywhere for a day.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ClientLookup } from '../../src/oauth/client-documents/client-lookup.js';
import { DocumentClients } from '../../src/oauth/stores/document-clients.js';
import { ChangeFeed } from '../../src/persistence/feed/change-feed.js';
import { Browser } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionFields, ClientKey } from '../support/signing-client.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const CALLBACK = 'https://app.example.com/callback';
const ORIGIN = { address: '127.0.0.1', userAgent: undefined, requestId: 'the request' };

let host: DocumentHost;
let key: ClientKey;
let one: Latchkey;
let other: Latchkey;
let admin: Person;
let person: Person;

beforeAll(async () => {
  host = await DocumentHost.start();
  key = await ClientKey.make();
  const settings = { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' };
  one = await startLatchkey({ settings });
  other = await startLatchkey({ database: one.database, settings: { ...settings, ISSUER: one.baseUrl } });
  admin = await administrator(one);
  person = await newPerson(one, admin);
});
afterAll(async () => {
  await other.stop();
  await one.stop();
  await host.stop();
});

/** A new document; its address is the `client_id`. */
function describedClient(): string {
  const clientId = host.publish('not yet');
  host.replace(clientId, {
    client_id: clientId,
    client_name: 'Helper',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', DEVICE],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: key.jwks,
  });
  return clientId;
}

async function ask(node: Latchkey, clientId: string, endpoint: string, form: Record<string, string>): Promise<Answer> {
  const assertion = await assertionFields(key, clientId, one.baseUrl);
  return postForm(`${node.baseUrl}/oauth/${endpoint}`, { ...form, ...assertion });
}

interface Tokens {
  access_token: string;
  refresh_token: string;
}

async function signIn(node: Latchkey, clientId: string): Promise<Tokens> {
  const browser = new Browser(node.baseUrl);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: 'openid offline_access',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
  });
  const page = await browser.walk(await browser.open(`/oauth/authorize?${query.toString()}`), person);
  const code = page.leftFor?.searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  const answer = await ask(node, clientId, 'token', form);
  expectOf(`${page.text} ${answer.text}`, answer.status).toBe(200);
  return answer.json as Tokens;
}

/** What the bearer check and introspection say of a token. */
async function standingAt(node: Latchkey, clientId: string, { access_token: token }: Tokens): Promise<unknown> {
  const userinfo = await call(`${node.baseUrl}/oauth/userinfo`, { headers: bearer(token) });
  const { json } = await ask(node, clientId, 'introspect', { token });
  return [userinfo.status, (json as { active: boolean }).active];
}

const GOOD = [200, true];
const DEAD = [401, false];

async function rowOf(clientId: string): Promise<{ id: string; epoch: number } | undefined> {
  const [row] = await one.database.query<{ id: string; epoch: number }>(
    'SELECT id::text, epoch FROM applications WHERE client_id = $1',
    [clientId],
  );
  return row;
}

async function remove(clientId: string): Promise<void> {
  const { id = '' } = (await rowOf(clientId)) ?? {};
  expect((await admin.api.delete(`applications/${id}`)).status).toBe(204);
}

it('tokens of after a deletion work on every node, and those of before it on none', async () => {
  const clientId = describedClient();
  const before: Tokens[] = [];
  for (const node of [one, other, one]) {
    const tokens = await signIn(node, clientId);
    for (const at of [one, other]) {
      expect(await standingAt(at, clientId, tokens)).toEqual(GOOD);
      for (const old of before) expect(await standingAt(at, clientId, old)).toEqual(DEAD);
    }
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    const refreshed = await ask(node, clientId, 'token', refresh);
    expectOf(refreshed.text, refreshed.status).toBe(200);
    expect(await standingAt(other, clientId, refreshed.json as Tokens)).toEqual(GOOD);
    before.push(tokens, refreshed.json as Tokens);

    await remove(clientId);
    for (const old of before) {
      expect(await standingAt(one, clientId, old)).toEqual(DEAD);
      await eventually(
        () => standingAt(other, clientId, old),
        (standing) => expect(standing).toEqual(DEAD),
      );
    }
  }
});

it('so it is where a node does not trust its memory', async () => {
  const clientId = describedClient();
  const before = await signIn(one, clientId);
  await remove(clientId);
  const fresh = jest.spyOn(one.app.get(ChangeFeed, { strict: false }), 'isFresh').mockReturnValue(false);
  const after = await signIn(one, clientId);
  expect(await standingAt(one, clientId, after)).toEqual(GOOD);
  expect(await standingAt(one, clientId, before)).toEqual(DEAD);
  fresh.mockRestore();
  expect(await standingAt(one, clientId, after)).toEqual(GOOD);
  expect(await standingAt(other, clientId, after)).toEqual(GOOD);
});

it('a device that was allowed before gets nothing after, and one that is allowed after gets its tokens', async () => {
  const clientId = describedClient();
  const allowed = async (): Promise<string> => {
    const started = await ask(one, clientId, 'device_authorization', { scope: 'openid' });
    const { device_code, user_code } = started.json as { device_code: string; user_code: string };
    const browser = new Browser(one.baseUrl);
    const entered = await browser.submit(await browser.open('/device'), { user_code });
    const asked = await browser.submit(entered, { username: person.email, password: person.password });
    expect((await browser.submit(asked, { decision: 'allow' })).text).toContain('Device connected');
    return device_code;
  };
  const poll = (device_code: string) => ask(one, clientId, 'token', { grant_type: DEVICE, device_code });
  const before = await allowed();
  await remove(clientId);
  const after = await allowed();
  expect((await poll(before)).json).toMatchObject({ error: 'invalid_grant' });
  const { json } = await poll(after);
  expect(await standingAt(other, clientId, json as Tokens)).toEqual(GOOD);
});

it('one that comes back while its deletion is under way begins above it', async () => {
  const clientId = describedClient();
  await signIn(one, clientId);
  const { id = '' } = (await rowOf(clientId)) ?? {};
  const deleting = new pg.Client({ connectionString: one.database.url });
  await deleting.connect();
  await deleting.query('BEGIN');
  await deleting.query('DELETE FROM applications WHERE id = $1', [id]);
  await deleting.query(
    `INSERT INTO change_feed (kind, subject, epoch, until) VALUES ('application', $1, 7, now() + interval '1 day')`,
    [clientId],
  );
  const client = await one.app.get(ClientLookup, { strict: false }).find(clientId, ORIGIN);
  if (client === undefined) throw new Error('there is no such client');
  const keeping = one.app.get(DocumentClients, { strict: false }).keep({ ...client, name: 'Other' }, ORIGIN);
  await eventually(
    () =>
      one.database.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      ),
    (waiting) => expect(waiting).toHaveLength(1),
  );
  await deleting.query('COMMIT');
  await deleting.end();
  await keeping;
  expect(await rowOf(clientId)).toEqual({ id, epoch: 7 });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Sessions } from '../../src/access/sessions.js';
import { Accounts } from '../../src/oauth/stores/accounts.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Answer, bearer, call, postForm, postJson } from '../support/http.js';
import {
  administrator,
  apiWith,
  newPerson,
  type Pair,
  type Person,
  refreshed,
  sessionCookie,
  tokenPair,
} from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { partOf } from '../support/store-fixture.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { SkewedClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';

/** What every node must know of a change on another one. */
const BOUND = { interval: 25 };

const ISSUER = 'http://127.0.0.1:1';

describe.each([
  ['woken by NOTIFY', 'on', false, 0],
  ['that only poll', 'off', false, 0],
  ['of which one has lost the feed', 'on', true, 0],
  ['of which one is 15 minutes ahead', 'off', false, 900],
  ['of which one is 15 minutes behind', 'off', false, -900],
])('two nodes %s', (_, notify, feedIsCut, seconds) => {
  let database: TestDatabase;
  let wire: CuttableDatabase;
  /** Where things are changed. */
  let here: Latchkey;
  /** Where it must be known. Its database is behind a wire. */
  let there: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    database = await createDatabase();
    wire = await CuttableDatabase.to(database.url);
    const settings = { ISSUER, FEED_NOTIFY: notify };
    here = await startLatchkey({ database, settings });
    there = await startLatchkey({
      database,
      settings: { ...settings, DATABASE_URL: wire.url },
      clock: new SkewedClock(seconds),
    });
    admin = await administrator(here);
    if (feedIsCut) {
      wire.cut('latchkey feed');
      await eventually(
        async () => expect(await readinessThere()).toBe(503),
        () => undefined,
      );
    }
  });
  afterAll(async () => {
    await there.stop();
    await here.stop();
    await wire.close();
    await database.drop();
  });

  const readinessThere = async () => (await call(`${there.baseUrl}/health/ready`)).status;
  const person = () => newPerson(here, admin);
  const meThere = (headers: Record<string, string>) => async () =>
    (await apiWith(there, headers).get('users/me')).status;

  /** Holds there, then is refused there within the bound after the act here. */
  async function refusedThereAfter(probe: () => Promise<number>, act: () => Promise<Answer>, refusal = 401) {
    expect(await probe()).toBe(200);
    expect((await act()).status).toBeLessThan(300);
    await eventually(probe, (value) => expect(value).toBe(refusal), BOUND);
  }

  it('refuse what a signing key has signed that was removed on the other one', async () => {
    const { token } = await person();
    expect((await admin.api.post('signing-keys/rotate', undefined)).status).toBe(201);
    const { data } = (await admin.api.get('signing-keys')).json as { data: { kid: string; state: string }[] };
    const signer = data.find(({ state }) => state === 'current');
    expect(await meThere(bearer(token))()).toBe(200);
    expect((await admin.api.delete(`signing-keys/${signer!.kid}?force=true`)).status).toBe(204);
    // a minute after its start the node reads the keys anyway
    await eventually(meThere(bearer(token)), (value) => expect(value).toBe(401), { ...BOUND, timeout: 45_000 });
    admin = await administrator(here);
  });

  it('refuse a token that was revoked on the other one', async () => {
    const { email, password } = await person();
    const pair = (await postJson(`${here.baseUrl}/auth/login`, { username: email, password })).json as { data: Pair };
    const token = pair.data.access_token;
    await refusedThereAfter(meThere(bearer(token)), () => postJson(`${here.baseUrl}/auth/revoke`, { token }));
    const refresh = await postJson(`${there.baseUrl}/auth/refresh`, { refresh_token: pair.data.refresh_token });
    expect(refresh.status).toBe(401);
  });

  it('refuse at once what the same node revoked', async () => {
    const { email, password } = await person();
    const { access_token: token } = await tokenPair(there, email, password);
    expect(await meThere(bearer(token))()).toBe(200);
    expect((await postJson(`${there.baseUrl}/auth/revoke`, { token })).status).toBe(200);
    expect(await meThere(bearer(token))()).toBe(401);
  });

  it('refuse the tokens, keys and sessions of a user who was disabled on the other one', async () => {
    const { id, email, password, token, api } = await person();
    const key = (await api.post('api-keys', { name: 'a key', scopes: ['read:account'] })).json as { key: string };
    const cookie = await sessionCookie(here, email, password);
    const pair = await tokenPair(here, email, password);
    const probes = [bearer(token), { 'x-api-key': key.key }, cookie].map(meThere);
    for (const probe of probes) expect(await probe()).toBe(200);
    expect((await admin.api.patch(`users/${id}`, { disabled: true })).status).toBe(200);
    for (const probe of probes) await eventually(probe, (value) => expect(value).toBe(401), BOUND);
    expect((await refreshed(there, pair.refresh_token)).status).toBe(401);
    expect((await postJson(`${there.baseUrl}/v1/auth/login`, { email, password })).status).toBe(401);
  });

  it('know a person as the other one changed them, at once where the session or a right names their state', async () => {
    const { id, email, password } = await newPerson(here, admin);
    const { cookie = '' } = await sessionCookie(there, email, password);
    const session = () => partOf(there, Sessions).find(cookie.slice(cookie.indexOf('=') + 1));
    const accounts = partOf(there, Accounts);
    const before = await accounts.byId(id);
    expect((await session())?.account).toMatchObject({ id, passwordChangeRequired: false });
    await admin.api.patch(`users/${id}`, { password_change_required: true });
    expect((await session())?.account).toMatchObject({ id, passwordChangeRequired: true });
    await admin.api.patch(`users/${id}`, { password: 'another correct horse' });
    const epoch = before!.epoch + 1;
    expect(await accounts.asOf(id, { epoch })).toMatchObject({ epoch });
  });

  it('refuse an API key that was revoked on the other one', async () => {
    const { api } = await person();
    const made = (await api.post('api-keys', { name: 'a key', scopes: ['read:account'] })).json as {
      id: string;
      key: string;
    };
    await refusedThereAfter(meThere({ 'x-api-key': made.key }), () => api.delete(`api-keys/${made.id}`));
  });

  it('refuse an address whose entry was removed on the other one', async () => {
    const { id, api, email, password, token } = await person();
    const pair = await tokenPair(here, email, password);
    const entry = (await api.post('ip-whitelist', { cidr: '127.0.0.1' })).json as { id: string };
    expect((await api.post('ip-whitelist', { cidr: '203.0.113.0/24' })).status).toBe(201);
    const remove = () => admin.api.delete(`users/${id}/ip-whitelist/${entry.id}`);
    await refusedThereAfter(meThere(bearer(token)), remove, 403);
    expect((await refreshed(there, pair.refresh_token)).status).toBe(403);
  });

  it('refuse an address once a list was begun on the other one', async () => {
    const { id, token } = await person();
    const begin = () => admin.api.post(`users/${id}/ip-whitelist`, { cidr: '203.0.113.0/24' });
    await refusedThereAfter(meThere(bearer(token)), begin, 403);
  });

  describe('and an OAuth application', () => {
    async function applicationAndToken() {
      const { email, password } = await person();
      const client = await addApplication(database, { scopes: ['read:account', 'public'] });
      const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
      const form = { grant_type: 'password', username: email, password, ...credentials };
      const pair = (await postForm(`${here.baseUrl}/oauth/token`, form)).json as Pair;
      const activeThere = async () => {
        const answer = await postForm(`${there.baseUrl}/oauth/introspect`, {
          token: pair.access_token,
          ...credentials,
        });
        return (answer.json as { active?: boolean }).active ?? answer.status;
      };
      const refreshThere = async () => {
        const grant = { grant_type: 'refresh_token', refresh_token: pair.refresh_token, ...credentials };
        return (await postForm(`${there.baseUrl}/oauth/token`, grant)).status;
      };
      return { client, credentials, pair, activeThere, refreshThere, meThere: meThere(bearer(pair.access_token)) };
    }

    it('of which one access token was revoked, refuse that one alone', async () => {
      const { credentials, pair, ...probes } = await applicationAndToken();
      expect(await probes.activeThere()).toBe(true);
      const revoke = () => postForm(`${here.baseUrl}/oauth/revoke`, { token: pair.access_token, ...credentials });
      await refusedThereAfter(probes.meThere, revoke);
      expect(await probes.activeThere()).toBe(false);
      expect(await probes.refreshThere()).toBe(200);
    });

    it('of which the refresh token was revoked, refuse the whole sign-in', async () => {
      const { credentials, pair, ...probes } = await applicationAndToken();
      const revoke = () => postForm(`${here.baseUrl}/oauth/revoke`, { token: pair.refresh_token, ...credentials });
      await refusedThereAfter(probes.meThere, revoke);
      expect(await probes.activeThere()).toBe(false);
      expect(await probes.refreshThere()).toBe(400);
    });

    it('of which everything was ended, refuse everything', async () => {
      const { credentials, ...probes } = await applicationAndToken();
      await refusedThereAfter(probes.meThere, () => postForm(`${here.baseUrl}/oauth/revoke`, credentials));
      expect(await probes.activeThere()).toBe(false);
      expect(await probes.refreshThere()).toBe(400);
    });

    it('that was disabled, refuse its tokens and the application itself', async () => {
      const { client, ...probes } = await applicationAndToken();
      await refusedThereAfter(probes.meThere, () => admin.api.patch(`applications/${client.id}`, { disabled: true }));
      await eventually(probes.activeThere, (value) => expect(value).toBe(401), BOUND);
      await eventually(probes.refreshThere, (value) => expect(value).toBe(401), BOUND);
    });

    it('of which a secret was retired, refuse that secret', async () => {
      const { client, ...probes } = await applicationAndToken();
      const secrets = `applications/${client.id}/secrets`;
      expect((await admin.api.post(secrets, {})).status).toBe(201); // the one that stays
      const { data } = (await admin.api.get(secrets)).json as { data: { id: string; hint: string }[] };
      const old = data.find(({ hint }) => client.clientSecret.endsWith(hint));
      expect(await probes.activeThere()).toBe(true);
      expect((await admin.api.delete(`${secrets}/${old!.id}`)).status).toBe(204);
      await eventually(probes.activeThere, (value) => expect(value).toBe(401), BOUND);
    });
  });

  if (!feedIsCut) return;

  it('know what happened meanwhile once the feed is back', async () => {
    const { email, password } = await person();
    const { access_token: token } = await tokenPair(here, email, password);
    await postJson(`${here.baseUrl}/auth/revoke`, { token });
    wire.mend();
    await eventually(readinessThere, (value) => expect(value).toBe(200));
    expect(await meThere(bearer(token))()).toBe(401);
  });
});

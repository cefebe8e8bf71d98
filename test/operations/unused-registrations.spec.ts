import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { horizonsOf } from '../../src/operations/housekeeping/housekeeper.js';
import { Housekeeping } from '../../src/operations/housekeeping/housekeeping.js';
import { Browser } from '../support/browser.js';
import { bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, type Person } from '../support/management.js';
import { waitersOf } from '../support/held-row.js';
import { addApplication } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';

interface Registered {
  client_id: string;
  registration_access_token: string;
  registration_client_uri: string;
}

describe('applications that registered themselves', () => {
  let server: Latchkey;
  let byToken: Latchkey;
  let admin: Person;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
    const { database } = server;
    byToken = await startLatchkey({ database, settings: { DYNAMIC_REGISTRATION: 'token', ISSUER: server.baseUrl } });
    admin = await administrator(server);
  });
  afterAll(async () => {
    await byToken.stop();
    await server.stop();
  });

  async function registered(at = server, more: Record<string, unknown> = {}): Promise<Registered> {
    const described = { client_name: 'Found by itself', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' };
    const metadata = { ...described, ...more };
    const answer = await postJson(`${at.baseUrl}/oauth/register`, metadata, bearer(admin.token));
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as Registered;
  }

  function request(clientId: string): string {
    const query = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
    };
    return `/oauth/authorize?${new URLSearchParams(query).toString()}`;
  }

  async function age(clientId: string, days: number): Promise<void> {
    await server.database.query(
      `UPDATE applications SET created_at = now() - $2 * interval '1 day' WHERE client_id = $1`,
      [clientId, days],
    );
  }

  async function sweep(): Promise<number> {
    const horizons = horizonsOf(new Date(), 90);
    return (await partOf(server, Housekeeping).sweep(horizons, new AbortController().signal)).removed;
  }

  async function isThere(clientId: string): Promise<boolean> {
    const rows = await server.database.query('SELECT FROM applications WHERE client_id = $1', [clientId]);
    return rows.length > 0;
  }

  it('are gone after thirty days without a sign-in, on all nodes', async () => {
    const client = await registered();
    const { client_id: clientId } = client;
    for (const { baseUrl } of [server, byToken]) {
      expect((await call(`${baseUrl}${request(clientId)}`)).status).toBe(303);
    }
    await age(clientId, 29);
    await sweep();
    expect(await isThere(clientId)).toBe(true);

    await age(clientId, 31);
    expect(await sweep()).toBe(1);
    expect(await isThere(clientId)).toBe(false);
    for (const { baseUrl } of [server, byToken]) {
      await eventually(
        async () => (await call(`${baseUrl}${request(clientId)}`)).status,
        (value) => expect(value).toBe(400),
      );
    }
    const managed = await call(client.registration_client_uri, { headers: bearer(client.registration_access_token) });
    expect(managed.status).toBe(401);
  });

  /** A person signs in to it, and the sign-in is long over. */
  async function usedOnce(clientId: string): Promise<void> {
    const browser = new Browser(server.baseUrl);
    const back = await browser.walk(await browser.open(request(clientId)), admin);
    const answer = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'authorization_code',
      code: back.leftFor?.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      client_id: clientId,
    });
    expectOf(answer.text, answer.status).toBe(200);
    await server.database.query(
      `DELETE FROM sign_ins WHERE application_id = (SELECT id FROM applications WHERE client_id = $1)`,
      [clientId],
    );
  }

  it('stay after a consent, also when that sign-in is long over', async () => {
    const { client_id: clientId } = await registered();
    await usedOnce(clientId);
    await age(clientId, 400);
    await sweep();
    expect(await isThere(clientId)).toBe(true);
  });

  it('stay for thirty days after their last token, also when the consent is taken back', async () => {
    const { client_id: clientId } = await registered();
    await usedOnce(clientId);
    await age(clientId, 400);
    const counted = () => server.database.query('SELECT FROM usage_counts WHERE subject = $1', [clientId]);
    await eventually(counted, (rows) => expect(rows).toHaveLength(1));
    expect((await admin.api.delete(`consents/${clientId}`)).status).toBe(204);
    await sweep();
    expect(await isThere(clientId)).toBe(true);

    await server.database.query('UPDATE usage_counts SET day = day - 31 WHERE subject = $1', [clientId]);
    await sweep();
    expect(await isThere(clientId)).toBe(false);
  });

  it.each(['client_credentials', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'])(
    'stay while they get tokens by %s',
    async (grant) => {
      const { client_id: clientId } = await registered();
      await age(clientId, 400);
      const insert = 'INSERT INTO usage_counts (day, what, subject, count) VALUES (current_date - 29, $1, $2, 1)';
      await server.database.query(insert, [`tokens:${grant}`, clientId]);
      await sweep();
      expect(await isThere(clientId)).toBe(true);
    },
  );

  describe('and that an administrator trusts', () => {
    const API = 'https://api.example.com/gifts';
    let brand: string;
    let basic: Record<string, unknown>;
    beforeAll(async () => {
      brand = ((await admin.api.post('brands', { name: 'Ours', slug: 'ours' })).json as { id: string }).id;
      expect((await admin.api.post('resources', { identifier: API, name: 'An API' })).status).toBe(201);
      basic = { token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'ES256' };
    });

    async function idOf(clientId: string): Promise<string> {
      const [row] = await server.database.query<{ id: string }>('SELECT id FROM applications WHERE client_id = $1', [
        clientId,
      ]);
      return row!.id;
    }

    it.each<[string, () => Record<string, unknown>]>([
      ['as its own', () => ({ first_party: true })],
      ['as it is', () => ({ confirmed: true })],
      ['to carry a brand', () => ({ brand_id: brand })],
      ['to act for itself', () => ({ grant_types: ['authorization_code', 'client_credentials'] })],
      ['to exchange tokens', () => ({ exchange_targets: [API] })],
      ['under a profile', () => ({ security_profile: 'fapi2' })],
      ['with a scope of administrators', () => ({ scopes: ['openid', 'read:users'] })],
    ])('%s stay, used or not', async (_, gift) => {
      const { client_id: clientId } = await registered(server, basic);
      const answer = await admin.api.patch(`applications/${await idOf(clientId)}`, gift());
      expectOf(answer.text, answer.status).toBe(200);
      await age(clientId, 400);
      await sweep();
      expect(await isThere(clientId)).toBe(true);
    });

    it('with the name of an API stay, which ask about its tokens and get none', async () => {
      const { client_id: clientId } = await registered(server, basic);
      const resource = { identifier: `${API}/2`, name: 'Its own', application_id: await idOf(clientId) };
      expect((await admin.api.post('resources', resource)).status).toBe(201);
      await age(clientId, 400);
      await sweep();
      expect(await isThere(clientId)).toBe(true);
    });
  });

  it('are not gone with a consent that a person gave at that very moment', async () => {
    const { client_id: clientId } = await registered();
    await age(clientId, 31);
    await server.database.query(`
      CREATE FUNCTION wait_for_the_test() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
      CREATE TRIGGER waits BEFORE DELETE ON applications EXECUTE FUNCTION wait_for_the_test()`);
    const gate = new pg.Client({ connectionString: server.database.url });
    await gate.connect();
    try {
      await gate.query('SELECT pg_advisory_lock(1)');
      const sweeping = sweep();
      const waiting = (count: number) =>
        eventually(
          () => waitersOf(server.database),
          (value) => expect(value).toBeGreaterThanOrEqual(count),
        );
      await waiting(1);
      let outcome = '';
      const consenting = server.database
        .query(
          'INSERT INTO consents (user_id, application_id, scopes) SELECT $1, id, $2 FROM applications WHERE client_id = $3',
          [admin.id, ['openid'], clientId],
        )
        .then(
          () => (outcome = 'kept'),
          () => (outcome = 'refused'),
        );
      // it waits for the sweep, which holds the row, or is through
      await Promise.race([consenting, waiting(2)]);
      await gate.query('SELECT pg_advisory_unlock(1)');
      await Promise.all([sweeping, consenting]);
      expect([outcome, await isThere(clientId)]).toEqual(['refused', false]);
    } finally {
      await gate.end();
      await server.database.query('DROP FUNCTION wait_for_the_test CASCADE');
    }
  });

  it('stay while there is a sign-in, also without a consent', async () => {
    const { client_id: clientId } = await registered();
    await age(clientId, 31);
    await server.database.query(
      `INSERT INTO sign_ins (id, user_id, application_id, user_epoch, application_epoch, scope, authenticated_at, expires_at)
       SELECT gen_random_uuid(), $1, id, 0, 0, '', now(), now() + interval '1 hour' FROM applications WHERE client_id = $2`,
      [admin.id, clientId],
    );
    await sweep();
    expect(await isThere(clientId)).toBe(true);
  });

  it('stay while something works that they made for a person, who can take it back', async () => {
    const { client_id: clientId } = await registered();
    await age(clientId, 31);
    const body = { name: 'Made by a device', scopes: ['read:account'] };
    const { id, key } = (await admin.api.post('api-keys', body)).json as { id: string; key: string };
    // as of a device, which leaves no consent, when its sign-in is long over
    await server.database.query('UPDATE api_keys SET made_by = $1 WHERE id = $2', [clientId, id]);
    await sweep();
    expect(await isThere(clientId)).toBe(true);

    expect((await admin.api.delete(`consents/${clientId}`)).status).toBe(204);
    expect((await call(`${server.baseUrl}/api/v1/users/me`, { headers: { 'x-api-key': key } })).status).toBe(401);
    await sweep();
    expect(await isThere(clientId)).toBe(false);
  });

  it('are the only ones that go: not those by token, by document or by hand', async () => {
    const { client_id: trusted } = await registered(byToken);
    const { clientId: byHand } = await addApplication(server.database);
    const { clientId: described } = await addApplication(server.database, { clientId: 'https://a.example/client' });
    await server.database.query(`UPDATE applications SET registered = 'document' WHERE client_id = $1`, [described]);
    for (const clientId of [trusted, byHand, described]) await age(clientId, 400);
    expect(await sweep()).toBe(0);
    for (const clientId of [trusted, byHand, described]) expectOf(clientId, await isThere(clientId)).toBe(true);
  });
});

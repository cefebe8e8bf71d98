// What an attacker would gain: an account's rights by a key that was revoked or whose owner has lost them, or by a key beside the
// credential of another account; and keys to use, read from a log, an audit event or an answer.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { addApiKey } from '../support/api-keys.js';
import { addApplication } from '../support/oauth-application.js';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

describe('API keys against attack', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
  });
  afterAll(() => latchkey.stop());

  async function newKey(person: Person, scopes: string[]): Promise<{ id: string; key: string }> {
    const answer = await person.api.post('api-keys', { name: 'x', scopes });
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as { id: string; key: string };
  }

  function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return call(`${latchkey.baseUrl}${path}`, { headers });
  }

  describe('in the URL', () => {
    it('are honoured where the contract documents it, and counted', async () => {
      const { id, key } = await newKey(member, ['read:resources']);
      expect((await get(`/v1/resources?api_key=${key}`)).status).toBe(200);
      const count = () =>
        latchkey.database.query(
          `SELECT count::int FROM usage_counts WHERE what = 'api_key_in_query' AND subject = $1`,
          [id],
        );
      await eventually(count, (value) => expect(value).toEqual([{ count: 1 }]));
    });

    it('are refused everywhere once switched off; the header goes on', async () => {
      const { database } = latchkey;
      const strict = await startLatchkey({ database, settings: { API_KEY_IN_QUERY: 'off', ISSUER: latchkey.baseUrl } });
      try {
        const { key } = await newKey(member, ['read:resources']);
        const refused = await call(`${strict.baseUrl}/v1/resources?api_key=${key}`);
        expect([refused.status, refused.json]).toMatchObject([
          400,
          { detail: 'api_key: is not accepted in the URL here; send the X-API-Key header' },
        ]);
        expect(refused.text).not.toContain(key);
        const beside = await call(`${strict.baseUrl}/v1/resources?api_key=${key}`, { headers: { 'x-api-key': key } });
        expect(beside.status).toBe(400);
        expect((await call(`${strict.baseUrl}/v1/resources`, { headers: { 'x-api-key': key } })).status).toBe(200);
      } finally {
        await strict.stop();
      }
    });

    it('are refused twice over, in header and URL at once, and empty', async () => {
      const { key } = await newKey(member, ['read:resources']);
      expect((await get(`/v1/resources?api_key=${key}&api_key=${key}`)).status).toBe(400);
      expect((await get(`/v1/resources?api_key=${key}`, { 'x-api-key': key })).status).toBe(400);
      expect((await get('/v1/resources?api_key=')).status).toBe(401);
      expect((await get('/v1/resources?api_key')).status).toBe(401);
      expect((await get(`/v1/resources?API_KEY=${key}`)).status).toBe(401);
      expect((await get('/v1/resources', { 'x-api-key': '' })).status).toBe(401);
    });

    it('do not count at the endpoints of OAuth', async () => {
      const { key } = await newKey(member, ['read:resources']);
      const { clientId, clientSecret } = await addApplication(latchkey.database);
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      const answer = await postForm(`${latchkey.baseUrl}/oauth/token?api_key=${key}`, form);
      expect(answer.status).toBe(400);
    });

    it('never reach a log, an audit event or an answer, for any outcome of the request', async () => {
      const lines: string[] = [];
      const stream = new PassThrough();
      stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
      const { database } = latchkey;
      const traced = await startLatchkey({ settings: { LOG_LEVEL: 'trace' }, log: stream, database });
      const { key } = await newKey(member, ['read:resources']);
      const secret = key.slice('sk_live_'.length);
      try {
        for (const url of [
          `/v1/resources?api_key=${key}`,
          `/v1/resources?api_key=${key}&limit=x`,
          `/v1/resources?api_key=${key}&limit=1%00`,
          `/v1/users?api_key=${key}`,
          `/v1/nowhere?api_key=${key}`,
          `/v1/resources?api_key=${key}x`,
          `/v1/resources?api_key=%00${key}`,
          `/v1/%?api_key=${key}`,
        ]) {
          const answer = await call(`${traced.baseUrl}${url}`);
          expect(answer.text).not.toContain(secret);
          expect(JSON.stringify(answer.headers)).not.toContain(secret);
        }
        const answer = await call(`${traced.baseUrl}/v1/users`, { headers: { 'x-api-key': key } });
        expect(answer.status).toBe(403);
      } finally {
        await traced.stop();
      }
      expect(lines.join('')).toContain('/v1/resources');
      expect(lines.join('')).not.toContain(secret);
      const audited = await latchkey.database.query('SELECT * FROM audit_events');
      expect(JSON.stringify(audited)).not.toContain(secret);
    });
  });

  describe('beside another credential', () => {
    it('of another principal are refused, whichever pair it is', async () => {
      const { key } = await newKey(member, ['read:resources']);
      const admins = await newKey(admin, ['read:resources']);
      const cookie = await sessionCookie(latchkey, admin.email, admin.password);
      for (const headers of [
        { ...bearer(admin.token), 'x-api-key': key },
        { ...bearer(member.token), 'x-api-key': admins.key },
        { ...cookie, 'x-api-key': key },
        { ...cookie, ...bearer(member.token) },
      ]) {
        const answer = await get('/v1/resources', headers);
        expect([answer.status, answer.json]).toMatchObject([
          400,
          { detail: 'The request shows credentials of two different principals; send one' },
        ]);
      }
      expect((await get(`/v1/resources?api_key=${key}`, bearer(admin.token))).status).toBe(400);
    });

    it('of the same principal are one caller', async () => {
      const { key } = await newKey(member, ['read:resources']);
      expect((await get('/v1/resources', { ...bearer(member.token), 'x-api-key': key })).status).toBe(200);
    });

    it('never lend a dead one life', async () => {
      const { key } = await newKey(member, ['read:resources']);
      expect((await get('/v1/resources', { ...bearer(`${member.token}x`), 'x-api-key': key })).status).toBe(401);
      expect((await get('/v1/resources', { ...bearer(member.token), 'x-api-key': `${key}x` })).status).toBe(401);
    });

    it('of an application that acts for itself are another principal', async () => {
      const { key } = await newKey(member, ['read:resources']);
      const { clientId, clientSecret } = await addApplication(latchkey.database, {
        ownerId: member.id,
        scopes: ['read:resources'],
      });
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      const answer = await postForm(`${latchkey.baseUrl}/oauth/token`, form);
      const { access_token } = answer.json as { access_token: string };
      expect((await get('/v1/resources', bearer(access_token))).status).toBe(200);
      expect((await get('/v1/resources', { ...bearer(access_token), 'x-api-key': key })).status).toBe(400);
    });
  });

  describe('and their owner', () => {
    it('die together, and enabling the account revives none', async () => {
      const owner = await newPerson(latchkey, admin);
      const { key } = await newKey(owner, ['read:resources']);
      const headers = { 'x-api-key': key };
      expect((await get('/v1/resources', headers)).status).toBe(200);
      expect((await admin.api.patch(`users/${owner.id}`, { disabled: true })).status).toBe(200);
      expect((await get('/v1/resources', headers)).status).toBe(401);
      expect((await admin.api.patch(`users/${owner.id}`, { disabled: false })).status).toBe(200);
      expect((await get('/v1/resources', headers)).status).toBe(401);
    });

    it('are deleted together', async () => {
      const owner = await newPerson(latchkey, admin);
      const { key } = await newKey(owner, ['read:resources']);
      expect((await get('/v1/resources', { 'x-api-key': key })).status).toBe(200);
      expect((await admin.api.delete(`users/${owner.id}`)).status).toBe(204);
      expect((await get('/v1/resources', { 'x-api-key': key })).status).toBe(401);
    });

    it('answer alike when unknown, revoked, expired or ownerless', async () => {
      const owner = await newPerson(latchkey, admin);
      const revoked = await newKey(owner, ['public']);
      await owner.api.delete(`api-keys/${revoked.id}`);
      const expired = await addApiKey(latchkey.database, {
        userId: owner.id,
        scopes: ['public'],
        expiresAt: new Date(1),
      });
      const disabled = await newPerson(latchkey, admin);
      const ownerless = await newKey(disabled, ['public']);
      await admin.api.patch(`users/${disabled.id}`, { disabled: true });
      const unknown = `sk_live_${'0'.repeat(43)}`;
      for (const key of [unknown, revoked.key, expired.key, ownerless.key, 'x', 'x'.repeat(5000)]) {
        const answer = await get('/v1/scopes', { 'x-api-key': key });
        expect([answer.status, answer.json]).toMatchObject([401, { detail: 'Could not validate credentials' }]);
      }
    });

    it('lose an admin’s scopes with the admin’s role', async () => {
      const owner = await newPerson(latchkey, admin, 'admin');
      const { id, key } = await newKey(owner, ['read:users', 'read:resources']);
      const api = apiWith(latchkey, { 'x-api-key': key });
      expect([(await api.get('users')).status, (await api.get('resources')).status]).toEqual([200, 200]);
      // another role revokes keys; one that slipped through must be worth no more than its owner all the same
      expect((await admin.api.patch(`users/${owner.id}`, { role: 'member' })).status).toBe(200);
      expect((await api.get('users')).status).toBe(401);

      await latchkey.database.query(
        'UPDATE api_keys k SET revoked_at = NULL, keys_epoch = u.keys_epoch FROM users u WHERE u.id = k.user_id AND k.id = $1',
        [id],
      );
      await latchkey.database.query(
        `INSERT INTO change_feed (kind, subject, until)
         SELECT 'api-key', encode(secret_hash, 'hex'), now() + interval '1 minute' FROM api_keys WHERE id = $1`,
        [id],
      );
      await eventually(
        async () => (await api.get('resources')).status,
        (value) => expect(value).toBe(200),
      );
      const cut = await api.get('users');
      expect([cut.status, cut.json]).toMatchObject([403, { detail: 'Not enough permissions' }]);
      const answer = await api.get('api-keys');
      expect(answer.status).toBe(403);
    });
  });

  it('show nothing kept: no hash, no key, in no answer and no event', async () => {
    const { id, key } = await newKey(member, ['read:api-keys', 'write:api-keys']);
    const [row] = await latchkey.database.query<{ secret_hash: Buffer }>(
      'SELECT secret_hash FROM api_keys WHERE id = $1',
      [id],
    );
    const kept = [key.slice(8, -4), row!.secret_hash.toString('hex'), row!.secret_hash.toString('base64')];
    for (const answer of [
      await member.api.get(`api-keys/${id}`),
      await member.api.get('api-keys?limit=200'),
      await member.api.patch(`api-keys/${id}`, { name: 'Renamed' }),
      await admin.api.get('audit-events?limit=200'),
    ]) {
      expect(answer.status).toBe(200);
      for (const secret of kept) expect(answer.text).not.toContain(secret);
    }
  });
});

import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, type Person } from '../support/management.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let ada: { id: string; email: string; password: string };
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  const password = 'analytical engine';
  const created = await admin.api.post('users', {
    email: 'ada@example.com',
    email_verified: true,
    username: 'ada',
    name: 'Ada Lovelace',
    password,
  });
  ada = { ...(created.json as { id: string; email: string }), password };
  party = await RelyingParty.at(server);
});
afterAll(() => server.stop());

const url = () => `${server.baseUrl}/oauth/userinfo`;
const userinfo = (token: string) => call(url(), { headers: bearer(token) });

describe('what userinfo tells', () => {
  it('is what the scopes ask for', async () => {
    const { access_token } = await party.tokens(ada);
    const answer = await userinfo(access_token);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.json).toEqual({
      sub: ada.id,
      name: 'Ada Lovelace',
      preferred_username: 'ada',
      updated_at: expect.any(Number),
      email: 'ada@example.com',
      email_verified: true,
    });
  });

  it('is the subject alone where openid alone was asked for', async () => {
    const { access_token } = await party.tokens(ada, { scope: 'openid' });
    expect((await userinfo(access_token)).json).toEqual({ sub: ada.id });
  });

  it('leaves out what the person has not', async () => {
    const { access_token } = await party.tokens(admin, { scope: 'openid profile' });
    expect((await userinfo(access_token)).json).not.toHaveProperty('preferred_username');
  });

  it('adds what the claims parameter asks for by name, and only there', async () => {
    const claims = JSON.stringify({ userinfo: { email: { essential: true }, nonsense: null } });
    const { access_token, id_token } = await party.tokens(ada, { scope: 'openid', claims });
    expect((await userinfo(access_token)).json).toEqual({ sub: ada.id, email: ada.email });
    expect((await userinfo(access_token)).json).toEqual({ sub: ada.id, email: ada.email });
    expect(claimsOf(id_token)).not.toHaveProperty('email');
  });

  it('gives no claim by name whose scope the application may not have', async () => {
    const modest = await RelyingParty.at(server, { scopes: ['openid', 'profile'] });
    const claims = JSON.stringify({ userinfo: { email: null }, id_token: { email: null, name: null } });
    const { access_token, id_token } = await modest.tokens(ada, { scope: 'openid', claims });
    expect((await userinfo(access_token)).json).toEqual({ sub: ada.id });
    expect(claimsOf(id_token)).toMatchObject({ name: 'Ada Lovelace' });
    expect(claimsOf(id_token)).not.toHaveProperty('email');
  });

  it('is what holds now', async () => {
    const { access_token } = await party.tokens(ada);
    await admin.api.patch(`users/${ada.id}`, { name: 'Countess of Lovelace' });
    expect((await userinfo(access_token)).json).toMatchObject({ name: 'Countess of Lovelace' });
  });

  it('reaches first-party logins too', async () => {
    expect((await userinfo(admin.token)).json).toMatchObject({ sub: admin.id, email: admin.email });
  });

  it('calls a person by the pairwise subject that the id_token has, and introspection', async () => {
    const pairwise = await RelyingParty.at(server, {
      metadata: { subject_type: 'pairwise' },
      redirectUris: ['https://pair.example.com/callback'],
    });
    const { access_token, id_token } = await pairwise.tokens(ada);
    const { sub } = (await userinfo(access_token)).json as { sub: string };
    expect(sub).not.toBe(ada.id);
    expect(claimsOf(id_token).sub).toBe(sub);
    const { clientId, clientSecret } = pairwise.client;
    const introspected = await postForm(`${server.baseUrl}/oauth/introspect`, {
      client_id: clientId,
      client_secret: clientSecret,
      token: access_token,
    });
    expect(introspected.json).toMatchObject({ active: true, sub });
    expect(introspected.text).not.toContain(ada.id);
    expect(introspected.text).not.toContain(ada.email);

    const sameSector = await RelyingParty.at(server, {
      metadata: { subject_type: 'pairwise' },
      redirectUris: ['https://pair.example.com/other'],
    });
    const elsewhere = await RelyingParty.at(server, {
      metadata: { subject_type: 'pairwise', sector_identifier_uri: 'https://elsewhere.example.com/uris.json' },
      redirectUris: ['https://pair.example.com/third'],
    });
    expect(claimsOf((await sameSector.tokens(ada)).id_token).sub).toBe(sub);
    expect(claimsOf((await elsewhere.tokens(ada)).id_token).sub).not.toBe(sub);
  });

  it.each(['ES256', 'RS256', 'EdDSA'] as const)('is signed with %s where the application wants that', async (alg) => {
    const signing = await RelyingParty.at(server, { metadata: { userinfo_signed_response_alg: alg } });
    const { access_token } = await signing.tokens(ada);
    const answer = await userinfo(access_token);
    expect(answer.headers['content-type']).toMatch(/^application\/jwt/);
    const jwks = (await call(`${server.baseUrl}/.well-known/jwks.json`)).json as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(answer.text, createLocalJWKSet(jwks), {
      issuer: server.baseUrl,
      audience: signing.client.clientId,
    });
    expect(protectedHeader.alg).toBe(alg);
    expect(payload).toMatchObject({ sub: ada.id, email: ada.email });
  });
});

describe('how userinfo is asked', () => {
  it('by GET or POST, with the token in the header or in a form', async () => {
    const { access_token } = await party.tokens(ada);
    for (const answer of [
      await postForm(url(), {}, bearer(access_token)),
      await postForm(url(), { access_token }),
      await call(`${url()}/`, { headers: bearer(access_token) }),
      await call(url(), { method: 'POST', headers: bearer(access_token) }),
    ]) {
      expect([answer.status, answer.json]).toMatchObject([200, { sub: ada.id }]);
    }
  });

  it('never with the token in the URL, twice, or as JSON', async () => {
    const { access_token } = await party.tokens(ada);
    const refused = [
      await call(`${url()}?access_token=${access_token}`),
      await call(`${url()}?access_token=${access_token}`, { headers: bearer(access_token) }),
      await postForm(`${url()}?access_token=${access_token}`, {}),
      await postForm(url(), { access_token }, bearer(access_token)),
    ];
    for (const answer of refused) {
      expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_request' }]);
      expect(answer.text).not.toContain(access_token);
    }
    expect((await postJson(url(), { access_token })).status).toBe(415);
  });

  it('is refused with a challenge', async () => {
    const none = await call(url());
    expect(none.status).toBe(401);
    expect(none.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
    for (const headers of [bearer('junk'), bearer((await party.tokens(ada)).id_token ?? ''), { authorization: 'x' }]) {
      const answer = await call(url(), { headers });
      expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_token' }]);
      expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  it('takes a token with openid, of a person', async () => {
    const without = await RelyingParty.at(server, { grantTypes: ['authorization_code', 'client_credentials'] });
    const { access_token } = await without.tokens(ada, { scope: 'read_items' });
    const machine = (await without.token({ grant_type: 'client_credentials', scope: 'openid' })).json as {
      access_token: string;
    };
    for (const token of [access_token, machine.access_token]) {
      const answer = await userinfo(token);
      expect([answer.status, answer.json]).toMatchObject([403, { error: 'insufficient_scope' }]);
      expect(answer.headers['www-authenticate']).toContain('scope="openid"');
    }
  });

  it('is refused once the token, the person or the application is gone', async () => {
    const password = 'soon to be gone';
    const created = await admin.api.post('users', { email: 'gone@example.com', password });
    const { id } = created.json as { id: string };
    const { access_token, refresh_token } = await party.tokens({ email: 'gone@example.com', password });
    expect((await userinfo(access_token)).status).toBe(200);
    expect((await party.token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' })).status).toBe(200);
    await admin.api.patch(`users/${id}`, { disabled: true });
    expect((await userinfo(access_token)).status).toBe(401);
  });

  it('holds the whitelist of the person', async () => {
    const password = 'from one address only';
    const created = await admin.api.post('users', { email: 'listed@example.com', password });
    const { id } = created.json as { id: string };
    const { access_token } = await party.tokens({ email: 'listed@example.com', password });
    const entry = { cidr: '203.0.113.7' };
    expect((await apiWith(server, bearer(admin.token)).post(`users/${id}/ip-whitelist`, entry)).status).toBe(201);
    const answer = await userinfo(access_token);
    expect([answer.status, answer.json]).toMatchObject([403, { error: 'access_denied' }]);
  });
});

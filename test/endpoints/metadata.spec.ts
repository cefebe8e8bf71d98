import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call } from '../support/http.js';
import { administrator } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const OAUTH = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';

describe('metadata', () => {
  let latchkey: Latchkey;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey.stop());

  async function metadata(path: string, server = latchkey): Promise<Record<string, unknown>> {
    const answer = await call(`${server.baseUrl}${path}`);
    expectOf(answer.text, answer.status).toBe(200);
    return answer.json as Record<string, unknown>;
  }

  it.each([OAUTH, OPENID])('%s is public, cacheable JSON about exactly this issuer', async (path) => {
    const answer = await call(`${latchkey.baseUrl}${path}`);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.json).toMatchObject({ issuer: latchkey.settings.issuer });
    expect(await metadata(`${path}/`)).toEqual(answer.json);
  });

  it('names only endpoints that are there', async () => {
    const document = { ...(await metadata(OAUTH)), ...(await metadata(OPENID)) };
    const urls = Object.entries(document).filter(([name]) => /_(endpoint|uri|iframe)$/.test(name));
    expect(urls.length).toBeGreaterThan(4);
    for (const [name, url] of urls) {
      const statuses = await Promise.all(
        ['GET', 'POST'].map(async (method) => (await call(String(url), { method })).status),
      );
      expectOf(name, Math.min(...statuses)).not.toBe(404);
      expectOf(name, Math.max(...statuses)).toBeLessThan(500);
    }
  });

  it('lists the grants, methods and scopes there are', async () => {
    const document = await metadata(OPENID);
    expect(document.grant_types_supported).toEqual(
      expect.arrayContaining(['authorization_code', 'refresh_token', 'client_credentials', 'password']),
    );
    expect(document.token_endpoint_auth_methods_supported).toEqual(
      expect.arrayContaining(['client_secret_basic', 'client_secret_post', 'none']),
    );
    expect(document.introspection_endpoint_auth_methods_supported).not.toContain('none');
    expect(document.scopes_supported).toEqual(expect.arrayContaining(['openid', 'read_items', 'read:account']));
    expect(document.scopes_supported).not.toContain('read:users');
    expect(document.response_types_supported).toEqual(['code']);
    expect(document.code_challenge_methods_supported).toEqual(['S256']);
    expect(document.authorization_response_iss_parameter_supported).toBe(true);
  });

  it('says what OpenID Connect offers here, and publishes keys of the algorithms in use', async () => {
    const document = await metadata(OPENID);
    const algorithms = ['RS256', 'ES256', 'EdDSA'];
    expect(document).toMatchObject({
      userinfo_endpoint: `${latchkey.baseUrl}/oauth/userinfo`,
      end_session_endpoint: `${latchkey.baseUrl}/oauth/end-session`,
      check_session_iframe: `${latchkey.baseUrl}/oauth/check-session`,
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: algorithms,
      userinfo_signing_alg_values_supported: algorithms,
      claims_parameter_supported: true,
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    });
    expect(document.claims_supported).toEqual(expect.arrayContaining(['sub', 'email', 'email_verified', 'updated_at']));
    const { keys } = (await call(String(document.jwks_uri))).json as { keys: { alg: string; d?: string }[] };
    // MinIO before 2024, caddy-security and others refuse a set with a key of a type that they do not know
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
    expect(keys.every((key) => !('d' in key))).toBe(true);
  });

  it('leaves out what a setting has removed', async () => {
    const strict = await startLatchkey({ settings: { PASSWORD_GRANT: 'off' } });
    const document = await metadata(OPENID, strict);
    expect(document.grant_types_supported).not.toContain('password');
    await strict.stop();
  });

  it('lists the classes of passkeys only where there can be a passkey', async () => {
    const twoFactors = ['urn:latchkey:acr:one-factor', 'urn:latchkey:acr:two-factor'];
    expect((await metadata(OPENID)).acr_values_supported).toEqual(twoFactors);
    const named = await startLatchkey({ host: 'localhost' });
    for (const place of [OPENID, OAUTH]) {
      expect((await metadata(place, named)).acr_values_supported).toEqual([...twoFactors, 'phr', 'phrh']);
    }
    await named.stop();
  });

  it('lists a scope as soon as it is in the catalogue', async () => {
    const admin = await administrator(latchkey);
    const created = await admin.api.post('scopes', { name: 'read:weather', description: 'Read the weather' });
    expectOf(created.text, created.status).toBe(201);
    expect((await metadata(OAUTH)).scopes_supported).toContain('read:weather');
  });

  it('is there for a client that writes the issuer with a slash at its end, which opens no other path', async () => {
    for (const path of [OAUTH, OPENID, '/.well-known/jwks.json']) {
      const answer = await call(`${latchkey.baseUrl}/${path}?x=1`);
      expect([answer.status, answer.json]).toEqual([200, (await call(latchkey.baseUrl + path)).json]);
    }
    for (const path of ['//docs', '//api/v1/users', '///api/v1/users', '//.well-known//jwks.json']) {
      expectOf(path, (await call(latchkey.baseUrl + path)).status).toBe(404);
    }
  });

  it('never takes its issuer from the request', async () => {
    const lies: Record<string, string>[] = [{ host: 'evil.example' }, { 'x-forwarded-host': 'evil.example' }];
    for (const headers of lies) {
      for (const path of [OAUTH, OPENID]) {
        const answer = await call(`${latchkey.baseUrl}${path}`, { headers });
        expect(answer.text).not.toContain('evil.example');
        expect(answer.json).toMatchObject({ issuer: latchkey.settings.issuer });
      }
    }
  });

  it('knows no issuer with another path', async () => {
    for (const path of [OAUTH, OPENID]) {
      expect((await call(`${latchkey.baseUrl}${path}/tenant`)).status).toBe(404);
      expect((await call(`${latchkey.baseUrl}${path}/..%2f..`)).status).toBe(404);
    }
  });

  it('is also where RFC 8414 puts it when the issuer has a path', async () => {
    const issuer = 'https://example.com/auth/one';
    const nested = await startLatchkey({ settings: { ISSUER: issuer } });
    for (const path of [OAUTH, OPENID]) {
      const document = await metadata(`${path}/auth/one`, nested);
      expect(document).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth/token` });
      expect(await metadata(path, nested)).toEqual(document);
      expect(await metadata(`${path}/auth/one/`, nested)).toEqual(document);
      for (const other of ['auth', 'auth/one/two', 'auth/two']) {
        expect((await call(`${nested.baseUrl}${path}/${other}`)).status).toBe(404);
      }
    }
    await nested.stop();
  });
});

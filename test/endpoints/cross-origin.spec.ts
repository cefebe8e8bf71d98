import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DpopKey } from '../support/dpop-key.js';
import { type Answer, call, postForm } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const ORIGIN = 'https://app.example.com';
const ALLOWED = 'access-control-allow-origin';
const EXPOSED = 'access-control-expose-headers';

const METADATA = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-protected-resource',
  '/.well-known/oauth-protected-resource/api/v1',
  '/.well-known/jwks.json',
];
const ENDPOINTS = [
  ['/oauth/token', 'POST'],
  ['/oauth/token/', 'POST'],
  ['/oauth/revoke', 'POST'],
  ['/oauth/par', 'POST'],
  ['/oauth/device_authorization', 'POST'],
  ['/oauth/userinfo', 'GET, POST'],
  ['/oauth/register', 'POST'],
  ['/oauth/register/some-client', 'GET, PUT, DELETE'],
] as const;
const CLOSED = [
  '/oauth/authorize',
  '/oauth/introspect',
  '/oauth/end-session',
  '/api/v1/users/me',
  '/v1/session/login',
  '/auth/login',
  '/device',
  '/health/live',
];

describe('an application in a browser', () => {
  let server: Latchkey;
  let client: OAuthClient;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
    client = await addApplication(server.database, { type: 'public', secret: null });
  });
  afterAll(() => server.stop());

  function preflight(path: string, method = 'POST'): Promise<Answer> {
    const headers = {
      origin: ORIGIN,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type,dpop',
    };
    return call(`${server.baseUrl}${path}`, { method: 'OPTIONS', headers });
  }

  it.each([...ENDPOINTS, ...METADATA.map((path) => [path, 'GET'] as const)])('may call %s', async (path, methods) => {
    const answer = await preflight(path);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers).toMatchObject({
      [ALLOWED]: '*',
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'Authorization, Content-Type, DPoP, *',
      'access-control-max-age': '7200',
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each(METADATA)('reads %s, and so do all that share a cache with it', async (path) => {
    for (const headers of [{}, { origin: ORIGIN }] as Record<string, string>[]) {
      const answer = await call(`${server.baseUrl}${path}`, { headers });
      expect([answer.status, answer.headers[ALLOWED]]).toEqual([200, '*']);
    }
  });

  it.each(ENDPOINTS)('reads answers of %s, refusals too', async (path, methods) => {
    for (const method of methods.split(', ')) {
      const answer = await call(`${server.baseUrl}${path}`, { method, headers: { origin: ORIGIN } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers[ALLOWED]).toBe('*');
      expect(answer.headers[EXPOSED]).toBe('DPoP-Nonce, WWW-Authenticate, Retry-After, X-Request-Id');
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('reads the answer of a success, and the nonce that a proof has to carry', async () => {
    const form = { grant_type: 'authorization_code', code: 'x', client_id: client.clientId };
    const key = await DpopKey.make();
    const proof = await key.proof('POST', `${server.baseUrl}/oauth/token`);
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form, { origin: ORIGIN, dpop: proof });
    expect(answer.headers['dpop-nonce']).toBeDefined();
    expect(answer.headers[EXPOSED]).toContain('DPoP-Nonce');
    const revoked = await postForm(
      `${server.baseUrl}/oauth/revoke`,
      { token: 'x', client_id: client.clientId },
      { origin: ORIGIN },
    );
    expect([revoked.status, revoked.headers[ALLOWED]]).toEqual([200, '*']);
    const { clientId: television } = await addApplication(server.database, {
      type: 'public',
      secret: null,
      grantTypes: ['urn:ietf:params:oauth:grant-type:device_code'],
    });
    const asked = await postForm(
      `${server.baseUrl}/oauth/device_authorization`,
      { client_id: television },
      { origin: ORIGIN },
    );
    expect([asked.status, asked.headers[ALLOWED]]).toEqual([200, '*']);
  });

  it.each(CLOSED)('has no business at %s', async (path) => {
    const asked = await preflight(path);
    expect(asked.status).toBeGreaterThanOrEqual(400);
    expect(asked.headers).not.toHaveProperty(ALLOWED);
    for (const method of ['GET', 'POST']) {
      const answer = await call(`${server.baseUrl}${path}`, { method, headers: { origin: ORIGIN } });
      expect(answer.headers).not.toHaveProperty(ALLOWED);
    }
  });

  it('is the only one that is told', async () => {
    const answer = await postForm(`${server.baseUrl}/oauth/token`, { client_id: client.clientId });
    expect(answer.headers).not.toHaveProperty(ALLOWED);
    expect(answer.headers).not.toHaveProperty(EXPOSED);
  });
});

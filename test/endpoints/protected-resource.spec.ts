import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, call } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
beforeAll(async () => {
  server = await startLatchkey();
});
afterAll(() => server.stop());

describe('the metadata of our own APIs', () => {
  it.each(['', '/api/v1', '/v1'])('is at the well-known address of %j', async (path) => {
    const answer = await call(`${server.baseUrl}/.well-known/oauth-protected-resource${path}`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      resource: `${server.baseUrl}${path}`,
      authorization_servers: [server.baseUrl],
      jwks_uri: `${server.baseUrl}/.well-known/jwks.json`,
      bearer_methods_supported: ['header'],
      scopes_supported: expect.arrayContaining(['read:applications']),
    });
    expect((answer.json as { scopes_supported: string[] }).scopes_supported).not.toContain('write:users');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('is nowhere else', async () => {
    for (const path of ['/v2', '/api', '/oauth', '/v1/brands/x']) {
      expect((await call(`${server.baseUrl}/.well-known/oauth-protected-resource${path}`)).status).toBe(404);
    }
  });

  it.each(['/api/v1', '/v1'])('is named by the 401s of %s', async (api) => {
    const metadata = `resource_metadata="${server.baseUrl}/.well-known/oauth-protected-resource${api}"`;
    const without = await call(`${server.baseUrl}${api}/brands`);
    expect(without.headers['www-authenticate']).toBe(`Bearer realm="latchkey", ${metadata}`);
    const bad = await call(`${server.baseUrl}${api}/brands?limit=1`, { headers: bearer('nonsense') });
    expect(bad.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(bad.headers['www-authenticate']).toContain(metadata);
  });

  it('is not named where people sign in', async () => {
    const answer = await call(`${server.baseUrl}/api/v1/login/access-token`, { method: 'POST' });
    expect(answer.headers['www-authenticate'] ?? '').not.toContain('resource_metadata');
  });
});

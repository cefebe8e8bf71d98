import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Applications } from '../../src/oauth/stores/applications.js';
import { SignedIntrospection } from '../../src/oauth/tokens/signed-introspection.js';
import { type Answer, call, postForm } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { PLAIN_HTTP } from '../support/plain-http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { expectOf } from '../support/expect-of.js';

const SIGNED = 'application/token-introspection+jwt';

describe('a signed introspection answer', () => {
  let server: Latchkey;
  let api: OAuthClient;
  let token: string;

  beforeAll(async () => {
    server = await startLatchkey();
    api = await addApplication(server.database, { scopes: ['introspect_tokens', 'read_items'] });
    token = await tokenOf(api);
  });
  afterAll(() => server.stop());

  async function tokenOf({ clientId, clientSecret }: OAuthClient): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form);
    return (answer.json as { access_token: string }).access_token;
  }

  function ask(accept: string | undefined, { clientId, clientSecret } = api, asked = token): Promise<Answer> {
    const form = { client_id: clientId, client_secret: clientSecret, token: asked };
    return postForm(`${server.baseUrl}/oauth/introspect`, form, accept === undefined ? {} : { accept });
  }

  function keys() {
    return createRemoteJWKSet(new URL(`${server.baseUrl}/.well-known/jwks.json`));
  }

  it('says what the plain one says, to the application that asked, and is no access token', async () => {
    const plain = await ask(undefined);
    const answer = await ask(SIGNED);
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(SIGNED);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    const { payload, protectedHeader } = await jwtVerify(answer.text, keys());
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'token-introspection+jwt' });
    expect(payload).toEqual({
      iss: server.baseUrl,
      aud: api.clientId,
      iat: expect.any(Number),
      token_introspection: plain.json,
    });
    expect(plain.json).toMatchObject({ active: true, client_id: api.clientId });
    const shown = await call(`${server.baseUrl}/api/v1/scopes`, {
      headers: { authorization: `Bearer ${answer.text}` },
    });
    expect(shown.status).toBe(401);
    expect((await ask(undefined, api, answer.text)).json).toEqual({ active: false });
  });

  it.each(['ES256', 'RS256', 'EdDSA'] as const)(
    'is signed with %s where the application registered that',
    async (alg) => {
      const client = await addApplication(server.database, { metadata: { introspection_signed_response_alg: alg } });
      const { text } = await ask(SIGNED, client, await tokenOf(client));
      expect(decodeProtectedHeader(text).alg).toBe(alg);
      expect((await jwtVerify(text, keys(), { audience: client.clientId })).payload).toMatchObject({
        token_introspection: { active: true },
      });
    },
  );

  it('is signed with ES256 under the security profile fapi2, which does not allow the default', async () => {
    const signed = partOf(server, SignedIntrospection);
    const application = await partOf(server, Applications).byClientId(api.clientId);
    const metadata = { security_profile: 'fapi2' } as const;
    const answer = await signed.sign({ active: false }, { ...application!, metadata });
    expect(decodeProtectedHeader(answer).alg).toBe('ES256');
  });

  it('says no more of a token that is not its to ask about than that', async () => {
    const outsider = await addApplication(server.database);
    const { payload } = await jwtVerify((await ask(SIGNED, outsider)).text, keys());
    expect(payload.token_introspection).toEqual({ active: false });
  });

  it('is only for those who ask for it, and refusals stay JSON', async () => {
    for (const accept of [undefined, '*/*', 'application/json', `application/json, ${SIGNED};q=0.1`, `${SIGNED};q=0`]) {
      expectOf(accept, (await ask(accept)).json).toMatchObject({ active: true });
    }
    const refused = await ask(SIGNED, { ...api, clientSecret: 'wrong' });
    expect([refused.status, refused.json]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  });

  it.each(['oidc', 'oauth2'] as const)(
    'is read by oauth4webapi, which knows the algorithms by %s',
    async (algorithm) => {
      const issuer = new URL(server.baseUrl);
      const as = await oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, { algorithm, ...PLAIN_HTTP }),
      );
      expect(as.introspection_signing_alg_values_supported).toEqual(['RS256', 'ES256', 'EdDSA']);
      const client: oauth.Client = { client_id: api.clientId, introspection_signed_response_alg: 'RS256' };
      const response = await oauth.introspectionRequest(as, client, oauth.ClientSecretPost(api.clientSecret), token, {
        requestJwtResponse: true,
        ...PLAIN_HTTP,
      });
      expect(await oauth.processIntrospectionResponse(as, client, response)).toMatchObject({ active: true });
      await oauth.validateApplicationLevelSignature(as, response, PLAIN_HTTP);
    },
  );
});

import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { createRemoteJWKSet, generateKeyPair, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { call, postForm } from '../support/http.js';
import { addApplication } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { addSigningClient, assertionFields, ClientKey, type SigningClient } from '../support/signing-client.js';
import { DpopKey } from '../support/dpop-key.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';
import { addUser, type TestUser } from '../support/user.js';

const REDIRECT_URI = 'https://bank.example.com/callback';

let server: Latchkey;
let person: TestUser;
let client: SigningClient;

beforeAll(async () => {
  server = await startLatchkey();
  person = await addUser(server);
  client = await addSigningClient(server.database, {
    scopes: ['openid', 'offline_access', 'read:account', 'read_items'],
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
    redirectUris: [REDIRECT_URI, 'http://127.0.0.1/callback'],
    firstParty: true,
    metadata: { security_profile: 'fapi2' },
  });
});

afterAll(() => server.stop());

/** Where a browser ends up that follows a client's address. */
async function followed(address: URL): Promise<URL> {
  const browser = new Browser(server.baseUrl);
  const { leftFor, text } = await browser.walk(await browser.open(address.pathname + address.search), person);
  if (leftFor === undefined) throw new Error(text);
  return leftFor;
}

describe('FAPI 2.0 with openid-client', () => {
  it('pushes, proves its keys, signs a person in, refreshes and calls an API', async () => {
    const config = await openid.discovery(
      new URL(server.baseUrl),
      client.clientId,
      { use_mtls_endpoint_aliases: false },
      openid.PrivateKeyJwt({ key: client.key.privateKey, kid: client.key.publicJwk.kid }),
      { execute: [openid.allowInsecureRequests] },
    );
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedState = openid.randomState();
    const expectedNonce = openid.randomNonce();
    const address = await openid.buildAuthorizationUrlWithPAR(
      config,
      {
        redirect_uri: REDIRECT_URI,
        scope: 'openid offline_access read:account',
        prompt: 'consent',
        state: expectedState,
        nonce: expectedNonce,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      },
      { DPoP },
    );
    expect([...address.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);

    const back = await followed(address);
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    expect(claimsOf(tokens.access_token)).toMatchObject({ cnf: { jkt: expect.any(String) } });
    expect(tokens.claims()?.sub).toBe(person.id);

    const userinfo = await openid.fetchUserInfo(config, tokens.access_token, person.id, { DPoP });
    expect(userinfo.sub).toBe(person.id);
    const me = new URL(`${server.baseUrl}/api/v1/users/me`);
    const answer = await openid.fetchProtectedResource(config, tokens.access_token, me, 'GET', undefined, undefined, {
      DPoP,
    });
    expect(answer.status).toBe(200);

    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP });
    expect(refreshed.token_type).toBe('dpop');
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    // no rotation under this profile, however often
    expect(refreshed.refresh_token).toBe(tokens.refresh_token);
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP });
    expect(again.refresh_token).toBe(tokens.refresh_token);
  });
});

describe('FAPI 2.0 with oauth4webapi', () => {
  it.each(['PS256', 'Ed25519'])('gets a token for itself, with %s keys', async (alg) => {
    const own = await ClientKey.make(alg);
    const { clientId } = await addSigningClient(server.database, {
      metadata: { jwks: own.jwks, security_profile: 'fapi2', token_endpoint_auth_signing_alg: alg as 'PS256' },
    });
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(server.baseUrl);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const self: oauth.Client = { client_id: clientId };
    const auth = oauth.PrivateKeyJwt({ key: own.privateKey, kid: own.publicJwk.kid });
    const keys = await generateKeyPair(alg);
    const DPoP = oauth.DPoP(self, keys);
    const request = () =>
      oauth.clientCredentialsGrantRequest(as, self, auth, { scope: 'read_items' }, { ...insecure, DPoP });
    const tokens = await oauth
      .processClientCredentialsResponse(as, self, await request())
      .catch(async (error: unknown) => {
        expect(oauth.isDPoPNonceError(error)).toBe(true);
        return oauth.processClientCredentialsResponse(as, self, await request());
      });
    expect(tokens.token_type).toBe('dpop');
    expect(tokens.scope).toBe('read_items');
  });
});

describe('an application under FAPI 2.0', () => {
  const query = (more: Record<string, string> = {}) =>
    new URLSearchParams({
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
      ...more,
    });

  async function push(more: Record<string, string>, without: string[] = []): Promise<unknown> {
    const form = {
      ...Object.fromEntries(query(more)),
      ...(await assertionFields(client.key, client.clientId, server.baseUrl)),
    };
    const sent = Object.fromEntries(Object.entries(form).filter(([name]) => !without.includes(name)));
    return (await postForm(`${server.baseUrl}/oauth/par`, sent)).json;
  }

  it('must push its requests', async () => {
    const { leftFor } = await new Browser(server.baseUrl).open(`/oauth/authorize?${query().toString()}`);
    expect(leftFor?.searchParams.get('error')).toBe('invalid_request');
    expect(leftFor?.searchParams.get('error_description')).toContain('pushed');
    expect(leftFor?.searchParams.get('iss')).toBe(server.baseUrl);
  });

  it('must use PKCE, and https to return to', async () => {
    expect(await push({}, ['code_challenge', 'code_challenge_method'])).toMatchObject({
      error: 'invalid_request',
      error_description: 'The request must protect its code by PKCE.',
    });
    const oneAddress = await addSigningClient(server.database, {
      redirectUris: [REDIRECT_URI],
      metadata: { security_profile: 'fapi2' },
    });
    const unnamed = await postForm(`${server.baseUrl}/oauth/par`, {
      response_type: 'code',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
      ...(await assertionFields(oneAddress.key, oneAddress.clientId, server.baseUrl)),
    });
    expect(unnamed.json).toMatchObject({ error_description: 'The request must name its redirect_uri.' });
    expect(await push({ redirect_uri: 'http://127.0.0.1:5000/callback' })).toMatchObject({
      error_description: 'The redirect URI must be https.',
    });
    expect(await push({})).toMatchObject({ expires_in: 60 });
  });

  it('must have its tokens bound, and take no password', async () => {
    const url = `${server.baseUrl}/oauth/token`;
    const bearerOnly = await postForm(url, {
      grant_type: 'client_credentials',
      ...(await assertionFields(client.key, client.clientId, server.baseUrl)),
    });
    expect([bearerOnly.status, bearerOnly.json]).toMatchObject([400, { error: 'invalid_request' }]);
    const key = await DpopKey.make();
    const password = await key.call(url, async (headers) =>
      postForm(
        url,
        {
          grant_type: 'password',
          username: person.email,
          password: person.password,
          ...(await assertionFields(client.key, client.clientId, server.baseUrl)),
        },
        headers,
      ),
    );
    expect([password.status, password.json]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  it('must send assertions to the issuer, as one string', async () => {
    for (const aud of [[server.baseUrl], `${server.baseUrl}/oauth/token`, `${server.baseUrl}/`]) {
      const form = await assertionFields(client.key, client.clientId, server.baseUrl, { aud });
      const answer = await postForm(`${server.baseUrl}/oauth/par`, { ...Object.fromEntries(query()), ...form });
      expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
    }
  });

  it('must not show a secret, nor go without proof', async () => {
    const secretive = await addSigningClient(server.database, {
      secret: 'a secret of its own',
      authMethod: 'client_secret_post',
      metadata: { security_profile: 'fapi2' },
    });
    const form = {
      grant_type: 'client_credentials',
      client_id: secretive.clientId,
      client_secret: 'a secret of its own',
    };
    expect((await postForm(`${server.baseUrl}/oauth/token`, form)).status).toBe(401);
  });

  it('finds everything it needs in the metadata', async () => {
    const { json } = await call(`${server.baseUrl}/.well-known/oauth-authorization-server`);
    expect(json).toMatchObject({
      pushed_authorization_request_endpoint: `${server.baseUrl}/oauth/par`,
      authorization_response_iss_parameter_supported: true,
      dpop_signing_alg_values_supported: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
      token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt', 'client_secret_jwt']),
      tls_client_certificate_bound_access_tokens: false,
    });
    expect(JSON.stringify(json)).not.toContain('tls_client_auth"');
  });
});

// FAPI 2.0 §5.4.1: JWTs are signed with PS256, ES256 or EdDSA alone
describe('the access tokens of a server with SIGNING_ALG=RS256', () => {
  let rsa: Latchkey;
  beforeAll(async () => {
    rsa = await startLatchkey({ settings: { SIGNING_ALG: 'RS256' } });
  });
  afterAll(() => rsa.stop());

  it('have ES256 under fapi2, with a published key, and RS256 elsewhere', async () => {
    const url = `${rsa.baseUrl}/oauth/token`;
    const form = { grant_type: 'client_credentials' };
    const row = { scopes: ['introspect_tokens', 'read_items'] };
    const bank = await addSigningClient(rsa.database, { ...row, metadata: { security_profile: 'fapi2' } });
    const key = await DpopKey.make();
    const bound = await key.call(url, async (headers) =>
      postForm(url, { ...form, ...(await assertionFields(bank.key, bank.clientId, rsa.baseUrl)) }, headers),
    );
    const { clientId, clientSecret } = await addApplication(rsa.database, row);
    const plain = await postForm(url, { ...form, client_id: clientId, client_secret: clientSecret });
    const keys = createRemoteJWKSet(new URL(`${rsa.baseUrl}/.well-known/jwks.json`));
    expectOf(bound.text, bound.status).toBe(200);
    const tokens = [bound, plain].map(({ json }) => (json as { access_token: string }).access_token);
    const read = await Promise.all(tokens.map((token) => jwtVerify(token, keys, { typ: 'at+jwt' })));
    expect(read.map(({ protectedHeader }) => protectedHeader.alg)).toEqual(['ES256', 'RS256']);

    const asked = { token: tokens[0]!, client_id: clientId, client_secret: clientSecret };
    const known = await postForm(`${rsa.baseUrl}/oauth/introspect`, asked);
    expect(known.json).toMatchObject({ active: true, client_id: bank.clientId });
  });
});

import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { PLAIN_HTTP } from '../support/plain-http.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

describe('oauth4webapi, step by step', () => {
  let server: Latchkey;
  let ada: Person;
  beforeAll(async () => {
    server = await startLatchkey();
    ada = await newPerson(server, await administrator(server));
  });
  afterAll(() => server.stop());

  async function issuerOf(algorithm: 'oidc' | 'oauth2'): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(server.baseUrl);
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm, ...PLAIN_HTTP }));
  }

  it.each(['oidc', 'oauth2'] as const)('discovers by %s, and signs a person in', async (algorithm) => {
    const as = await issuerOf(algorithm);
    const party = await RelyingParty.at(server);
    const { clientId, clientSecret } = party.client;
    const client: oauth.Client = { client_id: clientId };
    const verifier = oauth.generateRandomCodeVerifier();
    const nonce = oauth.generateRandomNonce();
    const state = oauth.generateRandomState();
    const request = party.request({
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    });
    const back = await party.authorize(ada, Object.fromEntries(new URL(request, server.baseUrl).searchParams));
    const parameters = oauth.validateAuthResponse(as, client, back, state);
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.ClientSecretBasic(clientSecret),
      parameters,
      party.redirectUri,
      verifier,
      PLAIN_HTTP,
    );
    const result = await oauth.processAuthorizationCodeResponse(as, client, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(as, answer, PLAIN_HTTP);
    expect(oauth.getValidatedIdTokenClaims(result)?.sub).toBe(ada.id);

    const openid = await issuerOf('oidc');
    const told = await oauth.userInfoRequest(openid, client, result.access_token, PLAIN_HTTP);
    expect(await oauth.processUserInfoResponse(openid, client, ada.id, told)).toMatchObject({ email: ada.email });

    const introspected = await oauth.introspectionRequest(
      as,
      client,
      oauth.ClientSecretBasic(clientSecret),
      result.access_token,
      PLAIN_HTTP,
    );
    expect(await oauth.processIntrospectionResponse(as, client, introspected)).toMatchObject({ active: true });
  });

  it('hears errors at the redirect URI, with state and iss', async () => {
    const as = await issuerOf('oidc');
    const party = await RelyingParty.at(server);
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(party.request({ prompt: 'none' }));
    const client: oauth.Client = { client_id: party.client.clientId };
    expect(() => oauth.validateAuthResponse(as, client, page.leftFor!, 'the state')).toThrow(
      expect.objectContaining({ error: 'login_required' }),
    );
  });
});

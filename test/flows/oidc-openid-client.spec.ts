import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { Browser } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { plainHttp } from '../support/plain-http.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const TWO_FACTOR = 'urn:latchkey:acr:two-factor';
const AFTERWARDS = 'https://app.example.com/signed-out';

describe('openid-client, given nothing but the issuer', () => {
  let server: Latchkey;
  const clock = new TestClock();
  let ada: Person;
  /** Of the person who signs in, once they have one. */
  let phone: Authenticator | undefined;
  beforeAll(async () => {
    server = await startLatchkey({ clock });
    ada = await newPerson(server, await administrator(server));
  });
  afterAll(() => server.stop());

  function discovered(
    { client: { clientId, clientSecret } }: RelyingParty,
    metadata: Partial<client.ClientMetadata> = {},
  ): Promise<client.Configuration> {
    const authentication = clientSecret === '' ? client.None() : client.ClientSecretBasic(clientSecret);
    return client.discovery(new URL(server.baseUrl), clientId, metadata, authentication, {
      execute: [plainHttp, client.enableNonRepudiationChecks],
    });
  }

  /** A whole sign-in, checked as the library checks it. */
  async function signIn(
    party: RelyingParty,
    config: client.Configuration,
    browser = new Browser(server.baseUrl),
    extra: Record<string, string> = {},
    checks: client.AuthorizationCodeGrantChecks = {},
  ) {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedNonce = client.randomNonce();
    const expectedState = client.randomState();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: party.redirectUri,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      nonce: expectedNonce,
      state: expectedState,
      ...extra,
    });
    let page = await browser.walk(await browser.open(url.href), ada);
    if (page.url.includes('/interaction/second-factor')) {
      clock.advance(30);
      page = await browser.walk(await browser.submit(page, { otp: phone?.code() ?? '' }), ada);
    }
    // an answer by form_post stands in a form that a script would send
    const [form] = page.forms;
    const answer =
      page.leftFor ??
      new Request(form?.action ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form?.fields).toString(),
      });
    return client.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier,
      expectedNonce,
      expectedState,
      idTokenExpected: true,
      ...checks,
    });
  }

  it('finds a server that supports what it supports', async () => {
    const config = await discovered(await RelyingParty.at(server));
    expect(config.serverMetadata()).toMatchObject({ issuer: server.baseUrl });
    expect(config.serverMetadata().supportsPKCE()).toBe(true);
  });

  it.each(['ES256', 'RS256', 'EdDSA'] as const)('verifies an id_token signed with %s', async (alg) => {
    const metadata = { id_token_signed_response_alg: alg };
    const party = await RelyingParty.at(server, { metadata });
    const tokens = await signIn(party, await discovered(party, metadata));
    expect(tokens.claims()).toMatchObject({
      sub: ada.id,
      aud: party.client.clientId,
      acr: 'urn:latchkey:acr:one-factor',
      amr: ['pwd'],
      auth_time: expect.any(Number),
      sid: expect.any(String),
      at_hash: expect.any(String),
      email: ada.email,
    });
  });

  it('signs in a public application with PKCE alone', async () => {
    const party = await RelyingParty.at(server, {
      type: 'public',
      secret: null,
      redirectUris: ['http://127.0.0.1/callback'],
    });
    const tokens = await signIn(party, await discovered(party));
    expect(tokens.claims()?.sub).toBe(ada.id);
  });

  it('takes the answer by form_post', async () => {
    const party = await RelyingParty.at(server);
    const config = await discovered(party);
    const tokens = await signIn(party, config, undefined, { response_mode: 'form_post' });
    expect(tokens.claims()?.sub).toBe(ada.id);
  });

  it.each([undefined, 'ES256', 'RS256'] as const)('reads userinfo, signed with %s', async (alg) => {
    const own = alg === undefined ? {} : { userinfo_signed_response_alg: alg };
    const party = await RelyingParty.at(server, { metadata: own });
    const config = await discovered(party, own);
    const tokens = await signIn(party, config);
    const told = await client.fetchUserInfo(config, tokens.access_token, ada.id);
    expect(told).toMatchObject({ sub: ada.id, email: ada.email, email_verified: false });
  });

  it('refreshes, and gets an id_token of the same sign-in', async () => {
    const party = await RelyingParty.at(server);
    const config = await discovered(party);
    const tokens = await signIn(party, config);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    const [first, second] = [tokens.claims(), refreshed.claims()];
    expect(second).toMatchObject({ sub: first?.sub, sid: first?.sid, auth_time: first?.auth_time, aud: first?.aud });
    expect(second).not.toHaveProperty('nonce');
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
    await client.tokenRevocation(config, refreshed.refresh_token ?? '');
    await expect(client.refreshTokenGrant(config, refreshed.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('holds max_age, and comes back silently with prompt=none', async () => {
    const party = await RelyingParty.at(server);
    const config = await discovered(party);
    const browser = new Browser(server.baseUrl);
    const aged = await signIn(party, config, browser, { max_age: '60' }, { maxAge: 60 });
    const silent = await signIn(party, config, browser, { prompt: 'none', id_token_hint: aged.id_token ?? '' });
    expect(silent.claims()?.auth_time).toBe(aged.claims()?.auth_time);
    const outsider = new Browser(server.baseUrl);
    await expect(signIn(party, config, outsider, { prompt: 'none' })).rejects.toMatchObject({
      error: 'login_required',
    });
  });

  it('signs out and comes back', async () => {
    const party = await RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS] });
    const config = await discovered(party);
    const browser = new Browser(server.baseUrl);
    const tokens = await signIn(party, config, browser);
    const url = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: AFTERWARDS,
      state: 'after all',
    });
    expect((await browser.open(url.href)).leftFor?.href).toBe(`${AFTERWARDS}?state=after+all`);
    await expect(signIn(party, config, browser, { prompt: 'none' })).rejects.toMatchObject({ error: 'login_required' });
    await expect(client.fetchUserInfo(config, tokens.access_token, ada.id)).rejects.toThrow();
  });

  it.each([
    ['acr_values', { acr_values: TWO_FACTOR }],
    ['an essential acr', { claims: JSON.stringify({ id_token: { acr: { essential: true, values: [TWO_FACTOR] } } }) }],
  ])('asks for two factors by %s of an older session, and is told of them', async (_, asked) => {
    const party = await RelyingParty.at(server);
    const config = await discovered(party);
    const browser = new Browser(server.baseUrl);
    if (phone === undefined) {
      const before = await signIn(party, config, browser);
      expect(before.claims()).toMatchObject({ acr: 'urn:latchkey:acr:one-factor', amr: ['pwd'] });
      phone = await Authenticator.of(ada.api, ada.password, clock);
    }
    const tokens = await signIn(party, config, browser, asked, { maxAge: 60 });
    expect(tokens.claims()).toMatchObject({ acr: TWO_FACTOR, amr: ['pwd', 'otp', 'mfa'] });
    const introspected = await client.tokenIntrospection(config, tokens.access_token);
    expect(introspected).toMatchObject({ active: true, acr: TWO_FACTOR, amr: ['pwd', 'otp', 'mfa'] });
  });
});

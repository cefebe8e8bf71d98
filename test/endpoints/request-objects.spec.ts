import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { basic, postForm } from '../support/http.js';
import { administrator } from '../support/management.js';
import { challengeOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionFields, ClientKey, JWT_BEARER, secondsNow } from '../support/signing-client.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { expectOf } from '../support/expect-of.js';

const clock = new TestClock();
let server: Latchkey;
let person: TestUser;
let party: RelyingParty;
let key: ClientKey;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  person = await addUser(server);
  key = await ClientKey.make();
  party = await RelyingParty.at(server, { metadata: { jwks: key.jwks } });
});

afterAll(() => server.stop());

function claims(more: Record<string, unknown> = {}): Record<string, unknown> {
  const { clientId } = party.client;
  return {
    iss: clientId,
    aud: server.baseUrl,
    exp: clock.seconds() + 300,
    client_id: clientId,
    response_type: 'code',
    redirect_uri: party.redirectUri,
    scope: 'openid profile',
    state: 'signed state',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...more,
  };
}

function open(request: string, outside: Record<string, string> = {}): Promise<Page> {
  const query = new URLSearchParams({ client_id: party.client.clientId, request, ...outside });
  return new Browser(server.baseUrl).open(`/oauth/authorize?${query.toString()}`);
}

async function refusal(request: string): Promise<string | null | undefined> {
  return (await open(request, { redirect_uri: party.redirectUri })).wayOn?.searchParams.get('error');
}

describe('a signed request object', () => {
  it('carries the whole request', async () => {
    const browser = new Browser(server.baseUrl);
    const request = await key.sign(claims({ max_age: 3600, claims: { id_token: { email: null } } }));
    const query = new URLSearchParams({ client_id: party.client.clientId, request });
    const { leftFor } = await browser.walk(await browser.open(`/oauth/authorize?${query.toString()}`), person);
    expect(leftFor?.searchParams.get('state')).toBe('signed state');
    expect((await party.redeem(leftFor!.searchParams.get('code')!)).status).toBe(200);
  });

  it('may say more than this server knows, of what type it is; a parameter that it knows is text', async () => {
    const more = { x_flag: true, x_list: ['a'], authorization_details: [{ type: 'x' }] };
    const { leftFor } = await open(await key.sign(claims({ ...more, prompt: 'none' })));
    expect(leftFor?.searchParams.get('error')).toBe('login_required');
    expect(await refusal(await key.sign(claims({ prompt: ['none'] })))).toBe('invalid_request_object');
  });

  it('is all that counts: what stands outside changes nothing', async () => {
    const browser = new Browser(server.baseUrl);
    const request = await key.sign(claims());
    const outside = {
      state: 'injected',
      scope: 'openid email',
      redirect_uri: 'https://evil.example',
      code_challenge: 'x',
    };
    const query = new URLSearchParams({ client_id: party.client.clientId, request, response_type: 'code', ...outside });
    const { leftFor } = await browser.walk(await browser.open(`/oauth/authorize?${query.toString()}`), person);
    expect(leftFor?.origin).toBe(new URL(party.redirectUri).origin);
    expect(leftFor?.searchParams.get('state')).toBe('signed state');
    const tokens = await party.redeem(leftFor!.searchParams.get('code')!);
    expect((tokens.json as { scope: string }).scope).toBe('openid profile');
  });

  it('takes no address for its answer that is not registered', async () => {
    const page = await open(await key.sign(claims({ redirect_uri: 'https://evil.example/' })));
    expect([page.status, page.leftFor]).toEqual([400, undefined]);
  });

  it.each([
    ['for another server', { aud: 'https://other.example' }],
    ['issued by another client', { iss: 'another' }],
    ['of another client', { client_id: 'another' }],
    ['without a client', { client_id: undefined }],
    ['expired', { exp: secondsNow() - 60 }],
    ['not valid yet', { nbf: secondsNow() + 120 }],
    ['not valid since a time that has no text', { nbf: { toString: 0 } }],
    ['that could pass for a client assertion', { sub: 'CLIENT' }],
    ['inside another', { request: 'a.b.c' }],
    ['that points elsewhere', { request_uri: 'https://app.example.com/r' }],
    ['with a list for a parameter', { state: ['a', 'b'] }],
    ['with a NUL', { state: 'a\0b' }],
  ])('is refused when it is %s', async (_, more) => {
    const own = Object.fromEntries(
      Object.entries(more).map(([name, value]) => [name, value === 'CLIENT' ? party.client.clientId : value]),
    );
    expect(await refusal(await key.sign(claims(own)))).toBe('invalid_request_object');
  });

  it('is refused unsigned, signed by others, or as another kind of token', async () => {
    const outsider = await ClientKey.make('ES256', key.publicJwk.kid);
    for (const request of [
      new UnsecuredJWT(claims()).encode(),
      await outsider.sign(claims()),
      await outsider.sign(claims(), { jwk: outsider.publicJwk }),
      await key.sign(claims(), { typ: 'client-authentication+jwt' }),
      await key.sign(claims(), { typ: 'dpop+jwt' }),
      'junk',
      'a.b.c',
    ]) {
      expect(await refusal(request)).toBe('invalid_request_object');
      const page = await open(request);
      expect([page.status, page.leftFor]).toEqual([400, undefined]);
    }
  });

  it.each(['jwt', 'application/oauth-authz-req+jwt'])(
    'may have the type %s, as media types are spelled',
    async (typ) => {
      expect((await open(await key.sign(claims(), { typ }))).status).toBe(200);
    },
  );

  it('is never a client assertion', async () => {
    const signing = await RelyingParty.at(server, {
      secret: null,
      authMethod: 'private_key_jwt',
      grantTypes: ['client_credentials'],
      metadata: { jwks: key.jwks },
    });
    const { clientId } = signing.client;
    const jwt = await key.sign(
      { ...claims(), iss: clientId, sub: clientId, client_id: clientId, jti: 'one' },
      { typ: 'oauth-authz-req+jwt' },
    );
    const form = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: jwt };
    expect((await postForm(`${server.baseUrl}/oauth/token`, form)).status).toBe(401);
  });

  it('must match parameters that are repeated outside', async () => {
    const page = await open(await key.sign(claims()), { response_type: 'token', redirect_uri: party.redirectUri });
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request');
  });

  it('is required of applications that say so', async () => {
    const strict = await RelyingParty.at(server, { metadata: { require_signed_request_object: true } });
    const page = await new Browser(server.baseUrl).open(strict.request());
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request');
  });

  // FAPI 2.0 §5.4.1 holds for every JWT that is processed
  it.each([
    ['EdDSA', 'EdDSA', 'Ed25519', {}, true],
    ['Ed25519', undefined, 'EdDSA', {}, true],
    ['Ed25519', 'EdDSA', 'Ed25519', { security_profile: 'fapi2' }, true],
    ['RS256', undefined, 'RS256', {}, true],
    ['RS256', undefined, 'RS256', { security_profile: 'fapi2' }, false],
  ] as const)('of a %s key, registered as %s and signed as %s: %j', async (made, registered, alg, profile, taken) => {
    const own = await ClientKey.make(made);
    const signing = await RelyingParty.at(server, {
      secret: null,
      authMethod: 'private_key_jwt',
      metadata: {
        jwks: { keys: [...own.jwks.keys, ...key.jwks.keys] },
        ...(registered && { request_object_signing_alg: registered }),
        ...profile,
      },
    });
    const { clientId } = signing.client;
    const request = await own.sign(claims({ iss: clientId, client_id: clientId }), { alg });
    const form = { request, ...(await assertionFields(key, clientId, server.baseUrl)) };
    const answer = await postForm(`${server.baseUrl}/oauth/par`, form);
    expect([answer.status, (answer.json as { error?: string }).error]).toEqual(
      taken ? [201, undefined] : [400, 'invalid_request_object'],
    );
  });

  it('may be pushed', async () => {
    const { clientId, clientSecret } = party.client;
    const form = { request: await key.sign(claims()) };
    const answer = await postForm(`${server.baseUrl}/oauth/par`, form, basic(clientId, clientSecret));
    expectOf(answer.text, answer.status).toBe(201);
    const { request_uri } = answer.json as { request_uri: string };
    const browser = new Browser(server.baseUrl);
    const query = new URLSearchParams({ client_id: clientId, request_uri });
    const { leftFor } = await browser.walk(await browser.open(`/oauth/authorize?${query.toString()}`), person);
    expect(leftFor?.searchParams.get('state')).toBe('signed state');
  });
});

describe('a signed request object that expires while the person signs in', () => {
  const signed = async (exp: number) => {
    const request = await key.sign(claims({ iat: clock.seconds(), nbf: clock.seconds(), exp, prompt: 'consent' }));
    return `/oauth/authorize?${new URLSearchParams({ client_id: party.client.clientId, request }).toString()}`;
  };

  it('goes on: it was in time when the browser brought it', async () => {
    const browser = new Browser(server.baseUrl);
    const path = await signed(clock.seconds() + 60);
    let page = await browser.open(path);
    clock.advance(120);
    page = await browser.submit(page, { username: person.email, password: person.password });
    expect(page.url).toContain('/interaction/consent');
    clock.advance(120);
    const { leftFor } = await browser.submit(page, { decision: 'allow' });
    expect((await party.redeem(leftFor?.searchParams.get('code') ?? '')).status).toBe(200);
    expect((await browser.open(path)).text).toContain('is not a request object this application may use');
  });

  it('goes on no longer than any request', async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(await signed(clock.seconds() + 60));
    clock.advance(3601);
    const late = await browser.submit(page, { username: person.email, password: person.password });
    expect([late.status, late.leftFor]).toEqual([400, undefined]);
    expect(late.text).toContain('This took too long.');
  });
});

describe('a signed request object whose application changes while the person signs in', () => {
  async function begun() {
    const own = await ClientKey.make();
    const metadata = { jwks: own.jwks, require_signed_request_object: true };
    const redirectUris = ['https://other.example.com/callback', 'https://other.example.com/second'];
    const other = await RelyingParty.at(server, { metadata, redirectUris });
    const { clientId } = other.client;
    const request = await own.sign(
      claims({ iss: clientId, client_id: clientId, redirect_uri: other.redirectUri, prompt: 'consent' }),
    );
    const path = `/oauth/authorize?${new URLSearchParams({ client_id: clientId, request }).toString()}`;
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(path);
    expect(page.url).toContain('/interaction/sign-in');
    const change = async (body: object) => {
      const answer = await (await administrator(server)).api.patch(`applications/${other.client.id}`, body);
      expectOf(answer.text, answer.status).toBe(200);
    };
    const signIn = () => browser.submit(page, { username: person.email, password: person.password });
    return { other, path, browser, change, signIn };
  }

  it('goes on where that replaces or removes its key; the next one needs the new key', async () => {
    for (const keys of [{ jwks: key.jwks }, { jwks: null, require_signed_request_object: false }]) {
      const { other, path, browser, change, signIn } = await begun();
      await change(keys);
      const consent = await signIn();
      expect(consent.url).toContain('/interaction/consent');
      const { leftFor } = await browser.submit(consent, { decision: 'allow' });
      expect(leftFor?.searchParams.get('state')).toBe('signed state');
      expect((await other.redeem(leftFor?.searchParams.get('code') ?? '')).status).toBe(200);
      const next = await new Browser(server.baseUrl).open(path);
      expect([next.status, next.leftFor]).toEqual([400, undefined]);
    }
  });

  it.each([
    ['everything of it is ended', (path: string) => [['post', `${path}/end-everything`, {}]] as const],
    [
      'it is disabled and enabled again',
      (path: string) => [true, false].map((disabled) => ['patch', path, { disabled }] as const),
    ],
  ])('ends where %s: a thief of the key may have signed it', async (_, calls) => {
    const { other, signIn, change, path } = await begun();
    await change({ jwks: key.jwks });
    const { api } = await administrator(server);
    for (const [method, to, body] of calls(`applications/${other.client.id}`))
      expect((await api[method](to, body)).status).toBe(200);
    const late = await signIn();
    expect([late.status, late.leftFor, late.wayOn]).toEqual([400, undefined, undefined]);
    expect(late.text).toContain('This page is no longer valid.');
    const again = await new Browser(server.baseUrl).open(path);
    expect([again.status, again.leftFor]).toEqual([400, undefined]);
  });

  it('begins again after the end of everything with the key that is there', async () => {
    const { other, path } = await begun();
    const { api } = await administrator(server);
    expect((await api.post(`applications/${other.client.id}/end-everything`, {})).status).toBe(200);
    const browser = new Browser(server.baseUrl);
    const { leftFor } = await browser.walk(await browser.open(path), person);
    expect(leftFor?.searchParams.get('state')).toBe('signed state');
  });

  it.each([
    ['it is disabled', { disabled: true }],
    ['the redirect URI leaves', { redirect_uris: ['https://other.example.com/second'] }],
  ])('ends where %s', async (_, body) => {
    const { change, signIn } = await begun();
    await change(body);
    const late = await signIn();
    expect([late.status, late.leftFor]).toEqual([400, undefined]);
  });
});

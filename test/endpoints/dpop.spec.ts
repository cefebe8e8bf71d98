import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { DpopKey, type ProofOptions } from '../support/dpop-key.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { secondsNow } from '../support/signing-client.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { expectOf } from '../support/expect-of.js';

const clock = new TestClock();
let server: Latchkey;
let client: OAuthClient;
let person: TestUser;
let key: DpopKey;
let token: string;

interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: string;
}

beforeAll(async () => {
  server = await startLatchkey({ clock });
  client = await addApplication(server.database);
  person = await addUser(server);
  key = await DpopKey.make();
  token = `${server.baseUrl}/oauth/token`;
});

afterAll(() => server.stop());

function send(form: Record<string, string>, headers: Record<string, string>): Promise<Answer> {
  return postForm(token, form, { ...basic(client.clientId, client.clientSecret), ...headers });
}

function forItself(options: ProofOptions = {}, with_ = key): Promise<Answer> {
  return with_.call(token, (headers) => send({ grant_type: 'client_credentials' }, headers), options);
}

function forPerson(with_ = key): Promise<Answer> {
  const form = { grant_type: 'password', username: person.email, password: person.password };
  return with_.call(token, (headers) => send(form, headers));
}

function expectBadProof(answer: Answer): void {
  expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_dpop_proof' }]);
}

/** What `String` cannot convert. */
const NO_TEXT = { toString: 0 };

// What an attacker would gain: a client that is asked for Bearer may send its bound token where anyone can use it.
describe('a token shown by the scheme DPoP', () => {
  it.each([
    ['the own API', '/api/v1/users/me'],
    ['userinfo', '/oauth/userinfo'],
  ])('that is dead is challenged by DPoP, one shown by Bearer by Bearer, at %s', async (_, path) => {
    for (const scheme of ['DPoP', 'Bearer']) {
      const answer = await call(`${server.baseUrl}${path}`, { headers: { authorization: `${scheme} dead` } });
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([
        401,
        expect.stringMatching(new RegExp(`^${scheme} .*error="invalid_token"`)),
      ]);
    }
  });
});

describe('a DPoP proof at the token endpoint', () => {
  it('binds the tokens to its key, and introspection says so', async () => {
    const answer = await forItself();
    expectOf(answer.text, answer.status).toBe(200);
    const { access_token: accessToken, token_type: type } = answer.json as Tokens;
    expect(type).toBe('DPoP');
    expect(claimsOf(accessToken)).toMatchObject({ cnf: { jkt: key.jkt } });
    const introspected = await postForm(
      `${server.baseUrl}/oauth/introspect`,
      { token: accessToken },
      basic(client.clientId, client.clientSecret),
    );
    expect(introspected.json).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.jkt } });
  });

  it('must carry a nonce, which comes with the refusal and every answer', async () => {
    const without = await send({ grant_type: 'client_credentials' }, { dpop: await key.proof('POST', token) });
    expect([without.status, without.json]).toMatchObject([400, { error: 'use_dpop_nonce' }]);
    const nonce = without.headers['dpop-nonce'] as string;
    const good = await send({ grant_type: 'client_credentials' }, { dpop: await key.proof('POST', token, { nonce }) });
    expect(good.status).toBe(200);
    expect(good.headers['dpop-nonce']).toEqual(expect.any(String));
    const strange = await key.proof('POST', token, { nonce: 'made up' });
    expect((await send({ grant_type: 'client_credentials' }, { dpop: strange })).json).toMatchObject({
      error: 'use_dpop_nonce',
    });
  });

  it('is taken once, also of many at the same time', async () => {
    const first = await send({ grant_type: 'client_credentials' }, { dpop: await key.proof('POST', token) });
    const dpop = await key.proof('POST', token, { nonce: first.headers['dpop-nonce'] as string });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send({ grant_type: 'client_credentials' }, { dpop })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectBadProof(answer);
  });

  it.each(['ES256', 'PS256', 'EdDSA', 'Ed25519'])('may be signed with %s', async (alg) => {
    expect((await forItself({}, await DpopKey.make(alg))).status).toBe(200);
  });

  it.each([
    ['for another method', { htm: 'GET' }],
    ['for a method in lower case', { htm: 'post' }],
    ['for a method that has no text', { htm: NO_TEXT }],
    ['for an address that has no text', { htu: NO_TEXT }],
    ['from a time that has no text', { nbf: NO_TEXT }],
    ['for another address', { htu: 'https://other.example/oauth/token' }],
    ['for another endpoint', { htu: 'BASE/oauth/par' }],
    ['for no address', { htu: undefined }],
    ['from long ago', { iat: secondsNow() - 900 }],
    ['from the future', { iat: secondsNow() + 120 }],
    ['from no time', { iat: undefined }],
    ['from a time in words', { iat: 'now' }],
    ['without an id', { jti: undefined }],
    ['with an id that is a list', { jti: ['a'] }],
    ['with an endless id', { jti: 'a'.repeat(1000) }],
  ])('is refused when it is %s', async (_, claims) => {
    const own = claims as Record<string, unknown>;
    if (typeof own.htu === 'string') own.htu = own.htu.replace('BASE', server.baseUrl);
    expectBadProof(await forItself({ claims: own }));
  });

  it.each([-240, -90, 45])(
    'may be of a device whose clock is wrong by %i seconds: the nonce tells when',
    async (by) => {
      const { headers } = await forItself();
      const nonce = headers['dpop-nonce'] as string;
      const iat = secondsNow() + by;
      const claims = { iat, nbf: iat, exp: iat + 60 };
      const dpop = await key.proof('POST', token, { nonce, claims });
      expect((await send({ grant_type: 'client_credentials' }, { dpop })).status).toBe(200);
      expectBadProof(await send({ grant_type: 'client_credentials' }, { dpop }));
      // without a nonce it is told one
      const bare = await key.proof('POST', token, { claims });
      const told = await send({ grant_type: 'client_credentials' }, { dpop: bare });
      expect([told.status, told.json]).toMatchObject([400, { error: 'use_dpop_nonce' }]);
    },
  );

  it('ignores query and fragment of the address, and how it is spelled', async () => {
    expect((await forItself({ claims: { htu: `${token}?a=b#c` } })).status).toBe(200);
    expect((await forItself({ claims: { htu: token.replace('http', 'HTTP') } })).status).toBe(200);
  });

  it('is refused when its header is not that of a proof', async () => {
    const { publicJwk } = { publicJwk: key.jwk };
    for (const header of [
      { typ: 'JWT' },
      { jwk: undefined },
      { jwk: { ...publicJwk, d: 'AAAA' } },
      { jwk: (await DpopKey.make()).jwk },
      { jwk: { kty: 'oct', k: 'c2VjcmV0' } },
    ]) {
      expectBadProof(await forItself({ header }));
    }
    for (const dpop of ['', 'junk', 'a.b.c', 'x'.repeat(10_000)]) {
      const answer = await send({ grant_type: 'client_credentials' }, { dpop });
      expectBadProof(answer);
    }
    const two = [await key.proof('POST', token), await key.proof('POST', token)].join(', ');
    expectBadProof(await send({ grant_type: 'client_credentials' }, { dpop: two }));
  });

  it('is required of applications that registered so', async () => {
    const bound = await addApplication(server.database, { metadata: { dpop_bound_access_tokens: true } });
    const identity = basic(bound.clientId, bound.clientSecret);
    expectBadProof(await postForm(token, { grant_type: 'client_credentials' }, identity));
    const answer = await key.call(token, (headers) =>
      postForm(token, { grant_type: 'client_credentials' }, { ...identity, ...headers }),
    );
    expect(answer.status).toBe(200);
  });
});

describe('a DPoP-bound token at our own APIs', () => {
  let accessToken: string;
  let url: string;

  beforeAll(async () => {
    const owned = await addApplication(server.database, { scopes: ['read:account', 'read_items', 'write_items'] });
    const form = { grant_type: 'password', username: person.email, password: person.password };
    const answer = await key.call(token, (headers) =>
      postForm(token, form, { ...basic(owned.clientId, owned.clientSecret), ...headers }),
    );
    accessToken = (answer.json as Tokens).access_token;
    url = `${server.baseUrl}/api/v1/users/me`;
  });

  it('works with a proof of its key', async () => {
    const answer = await key.get(url, accessToken);
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.json).toMatchObject({ email: person.email });
    expect(answer.headers['dpop-nonce']).toEqual(expect.any(String));
  });

  it('is refused as a bearer token', async () => {
    const answer = await call(url, { headers: bearer(accessToken) });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('invalid_token');
  });

  it('asks for a nonce by a challenge', async () => {
    const dpop = await key.proof('GET', url, { accessToken });
    const answer = await call(url, { headers: { authorization: `DPoP ${accessToken}`, dpop } });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^DPoP .*error="use_dpop_nonce".*algs="ES256/);
    expect(answer.headers['dpop-nonce']).toEqual(expect.any(String));
  });

  it('is refused without a proof, with another key, for another token, method or address', async () => {
    const bare = await call(url, { headers: { authorization: `DPoP ${accessToken}` } });
    expect(bare.status).toBe(401);
    expect(bare.headers['www-authenticate']).toContain('error="invalid_dpop_proof"');
    const outsider = await DpopKey.make();
    for (const answer of [
      await outsider.get(url, accessToken),
      await key.get(url, accessToken, { claims: { ath: 'A'.repeat(43) } }),
      await key.get(url, accessToken, { claims: { ath: undefined } }),
      await key.get(url, accessToken, { claims: { htm: 'POST' } }),
      await key.get(url, accessToken, { claims: { htu: `${server.baseUrl}/api/v1/brands` } }),
    ]) {
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^DPoP /);
    }
  });

  it('takes a proof once', async () => {
    const { headers } = await call(url, { headers: { authorization: `DPoP ${accessToken}`, dpop: 'x' } });
    const dpop = await key.proof('GET', url, { accessToken, nonce: headers['dpop-nonce'] as string });
    const request = { headers: { authorization: `DPoP ${accessToken}`, dpop } };
    expect((await call(url, request)).status).toBe(200);
    expect((await call(url, request)).status).toBe(401);
  });

  it('is not worth more than a bearer token: an unbound one is refused as DPoP', async () => {
    const form = { grant_type: 'password', username: person.email, password: person.password };
    const { access_token: plain } = (await send(form, {})).json as Tokens;
    expect((await call(url, { headers: bearer(plain) })).status).not.toBe(401);
    expect((await key.get(url, plain)).status).toBe(401);
  });

  it('is told about at the UserInfo endpoint, too', async () => {
    const party = await RelyingParty.at(server, { type: 'public', secret: null });
    const back = await party.authorize(person);
    const tokens = await key.call(token, (headers) => redeem(party, back.searchParams.get('code')!, headers));
    const { access_token: bound } = tokens.json as Tokens;
    const userinfo = `${server.baseUrl}/oauth/userinfo`;
    expect((await key.get(userinfo, bound)).status).toBe(200);
    expect((await call(userinfo, { headers: bearer(bound) })).status).toBe(401);
  });
});

describe('keys and refresh tokens', () => {
  it('bind those of a public application, for every holder of the token', async () => {
    const party = await RelyingParty.at(server, { type: 'public', secret: null });
    const back = await party.authorize(person, { scope: 'openid offline_access' });
    const first = await key.call(token, (headers) => redeem(party, back.searchParams.get('code')!, headers));
    const { refresh_token: refresh } = first.json as Tokens;
    const form = { grant_type: 'refresh_token', client_id: party.client.clientId, refresh_token: refresh };
    const outsider = await DpopKey.make();
    const strange = await outsider.call(token, (headers) => postForm(token, form, headers));
    expect([strange.status, strange.json]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect((await postForm(token, form)).json).toMatchObject({ error: 'invalid_grant' });
    const own = await key.call(token, (headers) => postForm(token, form, headers));
    expectOf(own.text, own.status).toBe(200);
    // a retry is the owner's too, and another key's attempt ends nothing
    expect((await outsider.call(token, (headers) => postForm(token, form, headers))).status).toBe(400);
    const again = await key.call(token, (headers) => postForm(token, form, headers));
    expect((again.json as Tokens).refresh_token).toBe((own.json as Tokens).refresh_token);
  });

  it('leave those of a confidential application to its own credentials', async () => {
    const { refresh_token: refresh } = (await forPerson()).json as Tokens;
    const other = await DpopKey.make();
    const form = { grant_type: 'refresh_token', refresh_token: refresh };
    const answer = await other.call(token, (headers) => send(form, headers));
    expectOf(answer.text, answer.status).toBe(200);
    expect(claimsOf((answer.json as Tokens).access_token)).toMatchObject({ cnf: { jkt: other.jkt } });
  });

  it('bind a code by dpop_jkt', async () => {
    const party = await RelyingParty.at(server, { type: 'public', secret: null });
    const back = await party.authorize(person, { dpop_jkt: key.jkt });
    const code = back.searchParams.get('code')!;
    const outsider = await DpopKey.make();
    expect((await outsider.call(token, (headers) => redeem(party, code, headers))).status).toBe(400);
    expect((await redeem(party, code, {})).status).toBe(400);
    expect((await key.call(token, (headers) => redeem(party, code, headers))).status).toBe(200);
  });
});

describe('nonces', () => {
  it('are known to every node, and end', async () => {
    const other = await startLatchkey({ clock, database: server.database, settings: { ISSUER: server.baseUrl } });
    try {
      const url = `${other.baseUrl}/oauth/token`;
      const identity = basic(client.clientId, client.clientSecret);
      const { headers } = await send({ grant_type: 'client_credentials' }, { dpop: 'x' });
      const nonce = headers['dpop-nonce'] as string;
      const dpop = await key.proof('POST', token, { nonce });
      const there = await postForm(url, { grant_type: 'client_credentials' }, { ...identity, dpop });
      expectOf(there.text, there.status).toBe(200);
      // used there, it is used here
      expectBadProof(await send({ grant_type: 'client_credentials' }, { dpop }));
      clock.advance(150);
      const iat = secondsNow() + 150;
      const late = await key.proof('POST', token, { nonce, claims: { iat } });
      expect((await send({ grant_type: 'client_credentials' }, { dpop: late })).json).toMatchObject({
        error: 'use_dpop_nonce',
      });
    } finally {
      clock.advance(-150);
      await other.stop();
    }
  });

  it('can be switched off; then the clock of the device tells when a proof was made', async () => {
    const lax = await startLatchkey({ settings: { DPOP_NONCES: 'off' } });
    try {
      const owner = await addApplication(lax.database);
      const url = `${lax.baseUrl}/oauth/token`;
      const made = async (by: number) => {
        const dpop = await key.proof('POST', url, { claims: { iat: secondsNow() + by } });
        const form = { grant_type: 'client_credentials' };
        return postForm(url, form, { ...basic(owner.clientId, owner.clientSecret), dpop });
      };
      const answer = await made(0);
      expectOf(answer.text, answer.status).toBe(200);
      for (const by of [-90, 45]) expectBadProof(await made(by));
    } finally {
      await lax.stop();
    }
  });
});

function redeem(party: RelyingParty, code: string, headers: Record<string, string>): Promise<Answer> {
  return party.redeem(code, {}, headers);
}

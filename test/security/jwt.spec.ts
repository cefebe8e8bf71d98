import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing, type SigningKey, type TokenType } from '../../src/oauth/tokens/key-ring.js';
import { bearer, call, postForm, postJson } from '../support/http.js';
import { accessToken } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let latchkey: Latchkey;
let resourceServer: OAuthClient;
/** A genuine, live access token, and what it is made of. */
let genuine: string;
let payload: string;
let claims: Record<string, unknown>;
let key: SigningKey;
const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });

beforeAll(async () => {
  latchkey = await startLatchkey({ clock });
  resourceServer = await addApplication(latchkey.database, { scopes: ['introspect_tokens'] });
  genuine = await accessToken(latchkey, ADMINISTRATOR.email, ADMINISTRATOR.password);
  [, payload = ''] = genuine.split('.');
  claims = decodeJwt(genuine);
  key = ring().current('ES256', clock.now())!;
});
afterAll(() => latchkey.stop());

const ring = () => latchkey.app.get(KeyRing, { strict: false });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function es256(header: unknown, privateKey: KeyObject, body = payload): string {
  const input = `${encode(header)}.${body}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** The claims of the genuine token with some changed, signed by the server's own key. */
function signedByUs(changes: Record<string, unknown>, type: TokenType = 'at+jwt'): string {
  return es256({ alg: 'ES256', typ: type, kid: key.kid }, key.privateKey, encode({ ...claims, ...changes }));
}

const me = (token: string) => call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(token) });

/** Refused at an API as a bearer token, inactive at introspection, and no revocation comes of it. */
async function expectWorthless(token: string): Promise<void> {
  const answer = await me(token);
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  const { clientId, clientSecret } = resourceServer;
  const introspection = await postForm(`${latchkey.baseUrl}/oauth/introspect`, {
    token,
    client_id: clientId,
    client_secret: clientSecret,
  });
  expect([introspection.status, introspection.json]).toEqual([200, { active: false }]);
  const revocation = await postJson(`${latchkey.baseUrl}/auth/revoke`, { token });
  expect(revocation.status).toBe(200);
  expect((await me(genuine)).status).toBe(200);
}

it('the genuine token is good', async () => {
  expect((await me(genuine)).status).toBe(200);
  expect(decodeProtectedHeader(genuine)).toEqual({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' });
});

describe('alg', () => {
  it.each([
    ['none'],
    ['None'],
    ['NONE'],
    ['nOnE'],
    ['none '],
    [' none'],
    ['none\0'],
    [''],
    [null],
    [['none']],
    [{}],
    [0],
  ])('%j is no algorithm, with and without a signature', async (alg) => {
    const [, , signature = ''] = genuine.split('.');
    const header = encode({ ...decodeProtectedHeader(genuine), alg });
    for (const end of ['', signature, 'AAAA']) await expectWorthless(`${header}.${payload}.${end}`);
    await expectWorthless(`${header}.${payload}`);
  });

  it.each(['HS256', 'HS384', 'HS512'])('%s with the public key as the secret is refused', async (alg) => {
    const publicKey = createPublicKey(key.publicKey.export({ format: 'pem', type: 'spki' }));
    const { x = '', y = '' } = key.publicJwk as { x?: string; y?: string };
    const secrets = [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'pem', type: 'spki' }).toString().trim(),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(key.publicJwk),
      JSON.stringify({ keys: [key.publicJwk] }),
      Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
      x,
      '',
    ];
    const input = `${encode({ ...decodeProtectedHeader(genuine), alg })}.${payload}`;
    const hash = `sha${alg.slice(2)}`;
    for (const secret of secrets) {
      await expectWorthless(`${input}.${createHmac(hash, secret).update(input).digest('base64url')}`);
    }
  });

  it.each(['ES384', 'RS256', 'PS256', 'EdDSA', 'es256', 'ES256K'])('%s on our key is refused', async (alg) => {
    await expectWorthless(es256({ ...decodeProtectedHeader(genuine), alg }, key.privateKey));
  });
});

describe('kid', () => {
  it.each([
    ['a path', '../../../../../../dev/null'],
    ['SQL', "' UNION SELECT 'key' --"],
    ['a command', '|/bin/sh -c id'],
    ['ten kilobytes', 'k'.repeat(10_000)],
    ['an array', ['a', 'b']],
    ['an object', { $ne: null }],
    ['a number', 0],
    ['null', null],
    ['empty', ''],
    ['of the prototype', '__proto__'],
    ['a URL', 'https://evil.example.com/key.pem'],
  ])('that is %s is unknown', async (_, kid) => {
    await expectWorthless(es256({ alg: 'ES256', kid, typ: 'at+jwt' }, attacker.privateKey));
  });

  it('of ours on a foreign signature is refused', async () => {
    await expectWorthless(es256(decodeProtectedHeader(genuine), attacker.privateKey));
  });

  it('that is missing is refused, even with our signature', async () => {
    await expectWorthless(es256({ alg: 'ES256', typ: 'at+jwt' }, key.privateKey));
  });
});

describe('keys that a token brings along', () => {
  let server: Server;
  let fetched = 0;
  let url: string;
  beforeAll(async () => {
    server = createServer((_, response) => {
      fetched++;
      response.end(JSON.stringify({ keys: [{ ...attacker.publicKey.export({ format: 'jwk' }), kid: 'evil' }] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/keys`;
  });
  afterAll(() => {
    server.close();
  });

  it.each(['jwk', 'jku', 'x5u', 'x5c', 'x5t'])('in %s are neither used nor fetched', async (name) => {
    const jwk = attacker.publicKey.export({ format: 'jwk' });
    const value = { jwk, jku: url, x5u: url, x5c: [encode(jwk)], x5t: 'AAAA' }[name];
    for (const kid of [key.kid, 'evil', undefined]) {
      await expectWorthless(es256({ alg: 'ES256', kid, typ: 'at+jwt', [name]: value }, attacker.privateKey));
    }
    expect(fetched).toBe(0);
  });
});

describe('headers we did not write', () => {
  it.each([
    ['crit with an unknown name', { crit: ['http://example.com/unknown'], 'http://example.com/unknown': true }],
    ['crit with a known name', { crit: ['exp'], exp: 9_999_999_999 }],
    ['an empty crit', { crit: [] }],
    ['b64', { b64: false, crit: ['b64'] }],
    ['zip', { zip: 'DEF' }],
    ['cty', { cty: 'JWT' }],
    ['another typ', { typ: 'jwt' }],
    ['a typ in full', { typ: 'application/at+jwt' }],
  ])('are refused though our key signed them: %s', async (_, extra) => {
    await expectWorthless(es256({ ...decodeProtectedHeader(genuine), ...extra }, key.privateKey));
  });
});

describe('tokens of another kind', () => {
  it.each<TokenType>(['JWT', 'logout+jwt', 'token-introspection+jwt'])('%s is never an access token', async (type) => {
    await expectWorthless(signedByUs({}, type));
  });

  it('an id_token and a refresh token are never an access token', async () => {
    const answer = await postForm(`${latchkey.baseUrl}/api/v1/auth/password`, {
      username: ADMINISTRATOR.email,
      password: ADMINISTRATOR.password,
    });
    const tokens = answer.json as Record<'id_token' | 'refresh_token', string>;
    expect((await me(tokens.id_token)).status).toBe(401);
    expect((await me(tokens.refresh_token)).status).toBe(401);
  });

  it('an access token or id_token is never a refresh token', async () => {
    for (const token of [genuine, signedByUs({}, 'JWT')]) {
      expect((await postJson(`${latchkey.baseUrl}/auth/refresh`, { refresh_token: token })).status).toBe(401);
      expect((await postJson(`${latchkey.baseUrl}/v1/auth/refresh`, { refresh_token: token })).status).toBe(401);
      expect((await postForm(`${latchkey.baseUrl}/api/v1/auth/refresh`, { refresh_token: token })).status).toBe(401);
      const { clientId, clientSecret } = resourceServer;
      const form = {
        grant_type: 'refresh_token',
        refresh_token: token,
        client_id: clientId,
        client_secret: clientSecret,
      };
      const answer = await postForm(`${latchkey.baseUrl}/oauth/token`, form);
      expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_grant' }]);
    }
  });

  it('what a client signs for itself is never an access token', async () => {
    const assertion = {
      iss: resourceServer.clientId,
      sub: resourceServer.clientId,
      aud: latchkey.baseUrl,
      jti: 'x',
      exp: claims.exp,
    };
    await expectWorthless(es256({ alg: 'ES256', typ: 'JWT' }, attacker.privateKey, encode(assertion)));
    await expectWorthless(
      es256({ alg: 'ES256', typ: 'at+jwt', kid: 'client' }, attacker.privateKey, encode(assertion)),
    );
  });

  it('an access token is never a client assertion', async () => {
    const answer = await postForm(`${latchkey.baseUrl}/oauth/token`, {
      grant_type: 'client_credentials',
      client_id: resourceServer.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: genuine,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('claims', () => {
  it.each([
    ['another audience', { aud: 'https://api.example.com' }],
    ['no audience', { aud: undefined }],
    ['an audience that only begins like ours', { aud: 'ISSUER.evil' }],
    ['an empty list of audiences', { aud: [] }],
  ])('with %s are refused here', async (_, changes) => {
    const aud = changes.aud === 'ISSUER.evil' ? `${latchkey.baseUrl}.evil` : changes.aud;
    expect((await me(signedByUs({ aud }))).status).toBe(401);
  });

  it.each([
    ['another issuer', { iss: 'https://evil.example.com' }],
    ['no issuer', { iss: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is a text', { exp: '9999999999' }],
    ['an end that is a fraction', { exp: 9_999_999_999.5 }],
    ['an end beyond all time', { exp: 1e300 }],
    ['a negative end', { exp: -1 }],
    ['an end in the past', { exp: 1 }],
  ])('with %s are refused, though our key signed them', async (_, changes) => {
    await expectWorthless(signedByUs({ jti: 'other', ...changes }));
  });

  it('end at the very second', async () => {
    clock.hold();
    const exp = clock.seconds() + 1000;
    const token = signedByUs({ jti: 'edge', exp });
    clock.advance(exp - clock.now().getTime() / 1000 - 1);
    expect((await me(token)).status).toBe(200);
    clock.advance(1);
    expect((await me(token)).status).toBe(401);
  });
});

describe('an altered token', () => {
  it('is refused at every position of its signature', async () => {
    const start = genuine.lastIndexOf('.') + 1;
    for (let i = start; i < genuine.length; i++) {
      const other = genuine[i] === 'A' ? 'B' : 'A';
      expect((await me(genuine.slice(0, i) + other + genuine.slice(i + 1))).status).toBe(401);
    }
  });

  it.each([
    ['without a signature', (token: string) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['without the last dot', (token: string) => token.slice(0, token.lastIndexOf('.'))],
    ['with half a signature', (token: string) => token.slice(0, -43)],
    ['with a longer signature', (token: string) => `${token}AA`],
    ['with padding', (token: string) => `${token}==`],
    [
      'with a signature of nothing but zeros',
      (token: string) => `${token.slice(0, token.lastIndexOf('.') + 1)}${'A'.repeat(86)}`,
    ],
    ['with a part more', (token: string) => `${token}.${token}`],
    [
      'with a richer scope',
      (token: string) => token.replace(/\.[^.]+\./, `.${encode({ ...claims, scope: 'everything' })}.`),
    ],
    ['of another person', (token: string) => token.replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'another' })}.`)],
  ])('is refused %s', async (_, alter) => {
    await expectWorthless(alter(genuine));
  });
});

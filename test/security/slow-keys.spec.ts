// An attacker would gain the server's processor: it verifies what any caller sends with keys that any caller publishes, and an
// RSA key with an exponent or a modulus made to be slow, or many keys to try, costs a thousand times an ordinary one.
import { randomBytes, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { basic, postForm } from '../support/http.js';
import { type Api, administrator } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { rsaKey } from '../support/rsa-key.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { ClientKey, secondsNow } from '../support/signing-client.js';

type Rsa = ReturnType<typeof rsaKey>;

const REDIRECT = 'https://rp.example/cb';
const LONG_EXPONENT = 2n ** 32n + 1n;

let server: Latchkey;
let host: DocumentHost;
let api: Api;
let longExponent: Rsa;
let longModulus: Rsa;
let ordinary: Rsa;

beforeAll(async () => {
  server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8', DPOP_NONCES: 'off' } });
  host = await DocumentHost.start();
  ({ api } = await administrator(server));
  [longExponent, longModulus, ordinary] = [rsaKey(2048, LONG_EXPONENT), rsaKey(4104), rsaKey(2048)];
});
afterAll(async () => {
  await server.stop();
  await host.stop();
});

const signed = ({ privateKey }: Rsa, payload: JWTPayload, header: Record<string, unknown> = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey);

/** What happens to a signed authorization request of an application with these keys. */
async function outcome(metadata: object, sign: (claims: JWTPayload) => Promise<string>): Promise<string | null> {
  const { clientId } = await addApplication(server.database, { redirectUris: [REDIRECT], metadata });
  const request = await sign({ client_id: clientId, response_type: 'code', redirect_uri: REDIRECT, scope: 'public' });
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: REDIRECT, request });
  const page = await new Browser(server.baseUrl).open(`/oauth/authorize?${query.toString()}`);
  return page.wayOn?.searchParams.get('error') ?? 'taken';
}

const register = (...keys: object[]) =>
  api.post('applications', {
    name: 'slow',
    scopes: ['public'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys },
  });

describe('a public key', () => {
  const odd = (bytes: number) => {
    const n = randomBytes(bytes);
    n[0] = 0xff;
    n[bytes - 1]! |= 1;
    return n.toString('base64url');
  };

  it.each([
    ['an exponent as long as the modulus', () => ({ kty: 'RSA', n: odd(384), e: odd(384) })],
    ['an exponent of five bytes', () => longExponent.publicJwk],
    ['a modulus of more than 4096 bits', () => longModulus.publicJwk],
    ['a modulus of less than 2048 bits behind zeros', () => ({ kty: 'RSA', n: `AAAA${odd(255)}`, e: 'AQAB' })],
    ['an elliptic curve that is not listed', () => ({ kty: 'EC', crv: 'sect571r1', x: 'AA', y: 'AA' })],
    ['a coordinate longer than its curve', () => ({ kty: 'OKP', crv: 'Ed25519', x: odd(512) })],
  ])('with %s is not registered', async (_, key) => {
    const answer = await register(key());
    expect([answer.status, JSON.stringify(answer.json)]).toEqual([400, expect.stringContaining('jwks.keys.0')]);
  });

  it('of ordinary kinds is', async () => {
    for (const key of [ordinary.publicJwk, rsaKey(4096).publicJwk]) expect((await register(key)).status).toBe(201);
    const { publicJwk } = await ClientKey.make('ES512');
    expect((await register(ordinary.publicJwk, publicJwk)).status).toBe(201);
  });

  it('made to be slow counts for nothing where it was registered before or is published', async () => {
    for (const slow of [longExponent, longModulus]) {
      const jwks = { keys: [slow.publicJwk, ordinary.publicJwk] };
      for (const metadata of [{ jwks }, { jwks_uri: host.publish(jwks) }]) {
        expect(await outcome(metadata, (claims) => signed(slow, claims))).toBe('invalid_request_object');
        expect(await outcome(metadata, (claims) => signed(ordinary, claims))).toBe('taken');
      }
    }
  });

  it('is tried with two others at most, unless the signature says which key it is of', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => ClientKey.make()));
    const jwks_uri = host.publish({ keys: keys.map(({ publicJwk }) => publicJwk) });
    const withKey = (n: number, kid: string | undefined) =>
      outcome({ jwks_uri }, (claims) => keys[n]!.sign(claims, { kid }));
    expect(await withKey(2, undefined)).toBe('taken');
    expect(await withKey(3, undefined)).toBe('invalid_request_object');
    expect(await withKey(19, keys[19]!.publicJwk.kid)).toBe('taken');
  });

  it('does not come with a DPoP proof either', async () => {
    const { clientId, clientSecret } = await addApplication(server.database);
    const url = `${server.baseUrl}/oauth/token`;
    const ask = async (key: Rsa) => {
      const claims = { jti: randomUUID(), htm: 'POST', htu: url, iat: secondsNow() };
      const dpop = await signed(key, claims, { alg: 'PS256', typ: 'dpop+jwt', jwk: key.publicJwk });
      return postForm(url, { grant_type: 'client_credentials' }, { ...basic(clientId, clientSecret), dpop });
    };
    expect((await ask(ordinary)).status).toBe(200);
    for (const slow of [longExponent, longModulus]) {
      expect((await ask(slow)).json).toMatchObject({ error: 'invalid_dpop_proof' });
    }
  });
});

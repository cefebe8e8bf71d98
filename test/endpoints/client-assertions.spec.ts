import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateSecret, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, postForm } from '../support/http.js';
import { administrator } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import {
  addSigningClient,
  assertionClaims,
  assertionFields,
  ClientKey,
  JWT_BEARER,
  secondsNow,
  type SigningClient,
} from '../support/signing-client.js';

let server: Latchkey;
let client: SigningClient;

beforeAll(async () => {
  server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  client = await addSigningClient(server.database);
});

afterAll(async () => {
  await server.stop();
});

function ask(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  return postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials', ...fields }, headers);
}

function expectRefused(answer: Answer): void {
  expect(answer.status).toBe(401);
  expect(answer.json).toEqual({ error: 'invalid_client', error_description: 'Client authentication failed' });
}

async function withClaims(claims: Record<string, unknown>): Promise<Answer> {
  return ask(await assertionFields(client.key, client.clientId, server.baseUrl, claims));
}

describe('private_key_jwt', () => {
  it('authenticates at every endpoint, with or without client_id', async () => {
    const answer = await ask(await assertionFields(client.key, client.clientId, server.baseUrl));
    expect(answer.status).toBe(200);
    const { access_token: token } = answer.json as { access_token: string };
    const fields = await assertionFields(client.key, client.clientId, server.baseUrl);
    const introspected = await postForm(`${server.baseUrl}/oauth/introspect`, {
      ...fields,
      client_id: client.clientId,
      token,
    });
    expect(introspected.json).toMatchObject({ active: true });
  });

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'])('takes %s', async (alg) => {
    const key = await ClientKey.make(alg);
    const other = await addSigningClient(server.database, { metadata: { jwks: key.jwks } });
    expect((await ask(await assertionFields(key, other.clientId, server.baseUrl))).status).toBe(200);
  });

  // RFC 9864: the same signature by the same key, under a name of its own
  it.each([
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
  ] as const)('takes what is registered as %s under the name %s, too', async (registered, alg) => {
    const key = await ClientKey.make(registered);
    for (const only of [{}, { token_endpoint_auth_signing_alg: registered }]) {
      for (const security_profile of [{}, { security_profile: 'fapi2' as const }]) {
        const metadata = { jwks: key.jwks, ...only, ...security_profile };
        const { clientId } = await addSigningClient(server.database, { metadata });
        const claims = assertionClaims(clientId, server.baseUrl);
        const client_assertion = await key.sign(claims, { alg });
        const fields = { client_assertion_type: JWT_BEARER, client_assertion };
        const url = `${server.baseUrl}/oauth/introspect`;
        expect((await postForm(url, { ...fields, token: 'x' })).status).toBe(200);
      }
    }
  });

  it('takes a key whose members that are not set are written as null', async () => {
    const key = await ClientKey.make('RS256');
    const keys = key.jwks.keys.map((one) => Object.assign({}, one, { alg: null, d: null, crv: null, key_ops: [] }));
    const other = await addSigningClient(server.database, { metadata: { jwks: { keys } } });
    expect((await ask(await assertionFields(key, other.clientId, server.baseUrl))).status).toBe(200);
  });

  it('takes the one algorithm the application registered', async () => {
    const key = await ClientKey.make();
    const metadata = { jwks: key.jwks, token_endpoint_auth_signing_alg: 'PS256' as const };
    const other = await addSigningClient(server.database, { metadata });
    expectRefused(await ask(await assertionFields(key, other.clientId, server.baseUrl)));
  });

  it.each(['', '/oauth/token'])('takes an assertion for the issuer%s', async (path) => {
    expect((await withClaims({ aud: server.baseUrl + path })).status).toBe(200);
    expect((await withClaims({ aud: [server.baseUrl + path] })).status).toBe(200);
  });

  it.each([
    ['for another server', { aud: 'https://other.example' }],
    ['for another server, too', { aud: ['https://other.example', 'ISSUER'] }],
    ['without an audience', { aud: undefined }],
    ['for an empty list', { aud: [] }],
    ['issued by another client', { iss: 'another' }],
    ['without an issuer', { iss: undefined }],
    ['expired', { exp: secondsNow() - 20 }],
    ['without an end', { exp: undefined }],
    ['valid for years', { exp: secondsNow() + 100_000_000 }],
    ['valid for more seconds than a number holds', { exp: 1e300 }],
    ['that ends before time began', { exp: -1 }],
    ['whose end is a text', { exp: '2100' }],
    ['expired, of a clock that is ahead', { iat: secondsNow() + 50, exp: secondsNow() - 50 }],
    ['from the future', { iat: secondsNow() + 120 }],
    ['whose beginning is a text', { iat: 'now' }],
    ['not valid yet', { nbf: secondsNow() + 120 }],
    ['from a time that has no text', { nbf: { toString: 0 } }],
    ['for a server that has no text', { aud: [{ toString: 0 }] }],
    ['without an id', { jti: undefined }],
    ['with an empty id', { jti: '' }],
    ['whose id is a list', { jti: ['a'] }],
  ])('refuses an assertion %s', async (_, claims) => {
    const aud: unknown =
      'aud' in claims && Array.isArray(claims.aud)
        ? claims.aud.map((each) => (typeof each === 'string' ? own(each) : each))
        : undefined;
    expectRefused(await withClaims(aud === undefined ? claims : { ...claims, aud }));
  });

  it.each([10, 50])('forgives a clock that is %i seconds ahead', async (by) => {
    const ahead = secondsNow() + by;
    expect((await withClaims({ iat: ahead, nbf: ahead })).status).toBe(200);
  });

  it('takes an assertion once, also of many at the same time', async () => {
    const fields = await assertionFields(client.key, client.clientId, server.baseUrl);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(fields)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefused(answer);
  });

  it('holds the same jti of two clients apart', async () => {
    const other = await addSigningClient(server.database);
    const jti = 'the same';
    expect((await withClaims({ jti })).status).toBe(200);
    expect((await ask(await assertionFields(other.key, other.clientId, server.baseUrl, { jti }))).status).toBe(200);
  });

  it('refuses a signature with another key of the same name', async () => {
    const outsider = await ClientKey.make('ES256', client.key.publicJwk.kid);
    expectRefused(await ask(await assertionFields(outsider, client.clientId, server.baseUrl)));
  });

  it.each(['JWT', 'jwt', 'application/jwt', 'client-authentication+jwt', 'application/Client-Authentication+JWT'])(
    'takes the type %s, as media types are spelled',
    async (typ) => {
      const jwt = await client.key.sign(assertionClaims(client.clientId, server.baseUrl), { typ });
      expect((await ask({ client_assertion_type: JWT_BEARER, client_assertion: jwt })).status).toBe(200);
    },
  );

  it('refuses another kind of token, and keys that come along', async () => {
    const outsider = await ClientKey.make();
    const claims = assertionClaims(client.clientId, server.baseUrl);
    const jwts = await Promise.all([
      client.key.sign(claims, { typ: 'oauth-authz-req+jwt' }),
      client.key.sign(claims, { typ: 'dpop+jwt' }),
      client.key.sign(claims, { typ: 'application/dpop+jwt' }),
      client.key.sign(claims, { typ: 'text/jwt' }),
      client.key.sign(claims, { typ: ['JWT'] as unknown as string }),
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', crit: ['urn:example:must'], 'urn:example:must': true })
        .sign(client.key.privateKey, { crit: { 'urn:example:must': true } }),
      outsider.sign(claims, { jwk: outsider.publicJwk }),
      outsider.sign(claims, { jku: `${server.baseUrl}/.well-known/jwks.json` }),
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(await generateSecret('HS256')),
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(JSON.stringify(client.key.publicJwk))),
    ]);
    const unsigned = new UnsecuredJWT(claims).encode();
    for (const jwt of [...jwts, unsigned, 'a.b.c', 'junk', `${jwts[0]}x`]) {
      expectRefused(await ask({ client_assertion_type: JWT_BEARER, client_assertion: jwt }));
    }
  });

  it('refuses an assertion beside other credentials, or of another client', async () => {
    const fields = await assertionFields(client.key, client.clientId, server.baseUrl);
    for (const [extra, headers] of [
      [{ client_secret: 'secret' }, {}],
      [{}, basic(client.clientId, 'secret')],
      [{ client_id: 'another' }, {}],
    ] as const) {
      const answer = await ask({ ...fields, ...extra }, headers);
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ error: 'invalid_request' });
    }
    expect((await ask({ ...fields, client_assertion_type: 'something' })).status).toBe(400);
    expect((await ask({ client_assertion_type: JWT_BEARER, client_id: client.clientId })).status).toBe(400);
  });

  it('is the only method of the client that registered it', async () => {
    const both = await addSigningClient(server.database, { secret: 'a secret it kept' });
    expectRefused(await ask({ client_id: both.clientId, client_secret: 'a secret it kept' }));
    expectRefused(await ask({}, basic(both.clientId, 'a secret it kept')));
    expectRefused(await ask({ client_id: both.clientId }));
    const secretive = await addApplication(server.database, { metadata: { jwks: client.key.jwks } });
    expectRefused(await ask(await assertionFields(client.key, secretive.clientId, server.baseUrl)));
  });

  it('finds no keys where none are registered', async () => {
    const bare = await addApplication(server.database, { secret: null, authMethod: 'private_key_jwt' });
    expectRefused(await ask(await assertionFields(client.key, bare.clientId, server.baseUrl)));
  });
});

describe('keys at a jwks_uri', () => {
  let published: ClientKey[];
  let visits = 0;
  let host: Server;
  let uri: string;

  beforeAll(async () => {
    host = createServer((_request, response) => {
      visits++;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ keys: published.map((key) => key.publicJwk) }));
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    uri = `http://127.0.0.1:${String((host.address() as AddressInfo).port)}/jwks`;
  });

  afterAll(() => {
    host.close();
  });

  it('are fetched once, and unknown keys do not make the server fetch them again and again', async () => {
    published = [await ClientKey.make()];
    const { clientId } = await addSigningClient(server.database, { metadata: { jwks: undefined, jwks_uri: uri } });
    const [key] = published;
    for (let i = 0; i < 3; i++) {
      expect((await ask(await assertionFields(key!, clientId, server.baseUrl))).status).toBe(200);
    }
    expect(visits).toBe(1);
    const outsider = await ClientKey.make();
    for (let i = 0; i < 5; i++) expectRefused(await ask(await assertionFields(outsider, clientId, server.baseUrl)));
    expect(visits).toBe(1);
  });

  it('are not fetched from a closed port, nor from inside the network', async () => {
    const elsewhere = { jwks: undefined, jwks_uri: 'https://169.254.169.254/jwks' };
    const { clientId, key } = await addSigningClient(server.database, { metadata: elsewhere });
    expectRefused(await ask(await assertionFields(key, clientId, server.baseUrl)));
  });
});

describe('client_secret_jwt', () => {
  it('authenticates with the secret itself, kept sealed for those who registered it', async () => {
    const { api } = await administrator(server);
    const created = await api.post('applications', {
      name: 'Signs with its secret',
      scopes: ['public'],
      token_endpoint_auth_method: 'client_secret_jwt',
    });
    expect(created.status).toBe(201);
    const { client_id: clientId, client_secret: secret } = created.json as Record<string, string>;
    const sign = (with_: string, alg = 'HS256') =>
      new SignJWT(assertionClaims(clientId!, server.baseUrl)).setProtectedHeader({ alg }).sign(Buffer.from(with_));
    const fields = async (with_: string, alg?: string) => ({
      client_assertion_type: JWT_BEARER,
      client_assertion: await sign(with_, alg),
    });
    expect((await ask(await fields(secret!))).status).toBe(200);
    expectRefused(await ask(await fields('another secret of some length to sign with')));
    expectRefused(await ask({ client_id: clientId!, client_secret: secret! }));
    const rows = await server.database.query<{ sealed: Buffer }>(
      `SELECT sealed_secret AS sealed FROM application_secrets s JOIN applications a ON a.id = s.application_id
        WHERE a.client_id = $1`,
      [clientId],
    );
    expect(rows[0]?.sealed.toString('latin1')).not.toContain(secret);
  });

  it('keeps the secret of any other client only as its hash', async () => {
    const { api } = await administrator(server);
    await api.post('applications', { name: 'Shows its secret', scopes: ['public'] });
    const [row] = await server.database.query<{ kept: string }>(
      `SELECT count(*) AS kept FROM application_secrets s JOIN applications a ON a.id = s.application_id
        WHERE a.token_endpoint_auth_method <> 'client_secret_jwt' AND sealed_secret IS NOT NULL`,
    );
    expect(Number(row?.kept)).toBe(0);
  });
});

function own(name: string): string {
  return name === 'ISSUER' ? server.baseUrl : name;
}

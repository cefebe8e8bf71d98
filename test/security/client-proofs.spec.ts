// What an attacker would gain: a client assertion or certificate made for one purpose, caught on its way (by a resource
// server's log, a proxy, an endpoint that another party runs in front), proves its client somewhere else, and is
// traded for that client's tokens.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientMetadata } from '../../src/protocol/client-metadata.js';
import { FOR_ANYTHING, FOR_CLIENTS, FOR_SERVERS, PURPOSES_AUTHORITY } from '../support/client-certificates.js';
import { type Answer, postForm } from '../support/http.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addSigningClient, assertionFields, type SigningClient } from '../support/signing-client.js';

const ENDPOINTS = ['token', 'par', 'introspect', 'revoke', 'device_authorization'];
const REDIRECT_URI = 'https://app.example.com/callback';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

let folder: string;
let server: Latchkey;
/** A server whose settings require the issuer as audience from every client. */
let strict: Latchkey;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-purposes-'));
  const file = path.join(folder, 'ca.pem');
  writeFileSync(file, PURPOSES_AUTHORITY);
  const settings = { TLS_CLIENT_CERT_HEADER: 'X-Client-Cert', TLS_CLIENT_CA: file, TRUST_PROXY: '127.0.0.1' };
  server = await startLatchkey({ settings });
  strict = await startLatchkey({ settings: { REQUIRE_ISSUER_AUDIENCE: 'on' } });
});
afterAll(async () => {
  await server.stop();
  await strict.stop();
  rmSync(folder, { recursive: true });
});

function signingClient(on: Latchkey, metadata: ClientMetadata = {}): Promise<SigningClient> {
  const grantTypes = ['authorization_code', 'client_credentials', DEVICE_CODE];
  return addSigningClient(on.database, { grantTypes, redirectUris: [REDIRECT_URI], metadata });
}

const FORMS: Record<string, Record<string, string>> = {
  token: { grant_type: 'client_credentials' },
  par: {
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  },
  introspect: { token: 'x' },
  revoke: { token: 'x' },
  device_authorization: {},
};

async function present(on: Latchkey, client: SigningClient, endpoint: string, aud: string | string[]): Promise<Answer> {
  const fields = await assertionFields(client.key, client.clientId, on.baseUrl, { aud });
  return postForm(`${on.baseUrl}/oauth/${endpoint}`, { ...FORMS[endpoint], ...fields });
}

async function isTaken(on: Latchkey, client: SigningClient, endpoint: string, aud: string | string[]) {
  const answer = await present(on, client, endpoint, aud);
  if (answer.status === 401) expect(answer.json).toMatchObject({ error: 'invalid_client' });
  else expect([200, 201]).toContain(answer.status);
  return answer.status !== 401;
}

describe('a client assertion', () => {
  it('for the issuer or the token endpoint is taken at every endpoint', async () => {
    const client = await signingClient(server);
    for (const endpoint of ENDPOINTS) {
      for (const aud of [server.baseUrl, `${server.baseUrl}/oauth/token`]) {
        expect([endpoint, aud, await isTaken(server, client, endpoint, aud)]).toEqual([endpoint, aud, true]);
      }
    }
  });

  it('for another endpoint is taken there and nowhere else', async () => {
    const client = await signingClient(server);
    for (const meant of ENDPOINTS.filter((endpoint) => endpoint !== 'token')) {
      for (const endpoint of ENDPOINTS) {
        const taken = await isTaken(server, client, endpoint, `${server.baseUrl}/oauth/${meant}`);
        expect([meant, endpoint, taken]).toEqual([meant, endpoint, meant === endpoint]);
      }
    }
  });

  it('has one audience: not two, be they both of this server', async () => {
    const client = await signingClient(server);
    const { baseUrl } = server;
    expect(await isTaken(server, client, 'token', [baseUrl])).toBe(true);
    for (const aud of [
      [baseUrl, `${baseUrl}/oauth/token`],
      [baseUrl, 'https://other.example'],
      [baseUrl, baseUrl],
    ]) {
      expect([aud, await isTaken(server, client, 'token', aud)]).toEqual([aud, false]);
    }
  });

  it('is compared as it stands', async () => {
    const client = await signingClient(server);
    for (const end of ['/', '/oauth/token/', '/oauth/token?x', '/oauth//token', '/OAuth/token', '/oauth']) {
      const aud = `${server.baseUrl}${end}`;
      expect([aud, await isTaken(server, client, 'token', aud)]).toEqual([aud, false]);
    }
  });

  it('names the issuer alone where its application is held to that, or every one is', async () => {
    const held = await signingClient(server, { require_issuer_audience: true });
    const any = await signingClient(strict);
    for (const [on, client] of [
      [server, held],
      [strict, any],
    ] as const) {
      for (const endpoint of ENDPOINTS) {
        expect(await isTaken(on, client, endpoint, on.baseUrl)).toBe(true);
        expect(await isTaken(on, client, endpoint, `${on.baseUrl}/oauth/token`)).toBe(false);
        expect(await isTaken(on, client, endpoint, `${on.baseUrl}/oauth/${endpoint}`)).toBe(false);
      }
    }
  });
});

describe('a TLS certificate', () => {
  it.each([
    ['for servers alone is no client’s', FOR_SERVERS, 401],
    ['for servers and clients is a client’s', FOR_CLIENTS, 200],
    ['for any purpose is a client’s', FOR_ANYTHING, 200],
  ])('%s', async (_, certificate, status) => {
    const metadata = { tls_client_auth_san_dns: 'robot.example.com' };
    const client = await addApplication(server.database, { secret: null, authMethod: 'tls_client_auth', metadata });
    const form = { grant_type: 'client_credentials', client_id: client.clientId };
    const headers = { 'x-client-cert': encodeURIComponent(certificate) };
    expect((await postForm(`${server.baseUrl}/oauth/token`, form, headers)).status).toBe(status);
  });

  it('is the one that the proxy passed on: a header that was sent twice is no certificate', async () => {
    const metadata = { tls_client_auth_san_dns: 'robot.example.com' };
    const client = await addApplication(server.database, { secret: null, authMethod: 'tls_client_auth', metadata });
    const form = { grant_type: 'client_credentials', client_id: client.clientId };
    const spellings = [encodeURIComponent, (pem: string) => `:${pem.replace(/-----[A-Z ]+-----|\s/g, '')}:`];
    for (const [own, others] of spellings.map((spell) => [spell(FOR_CLIENTS), spell(FOR_SERVERS)] as const)) {
      const shown = (...values: string[]) =>
        postForm(`${server.baseUrl}/oauth/token`, form, { 'x-client-cert': values.length === 1 ? values[0]! : values });
      expect((await shown(own)).status).toBe(200);
      for (const twice of [await shown(own, others), await shown(others, own), await shown(own, own)]) {
        expect(twice.status).toBe(401);
      }
    }
  });
});

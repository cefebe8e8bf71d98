import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientMetadata } from '../../src/protocol/client-metadata.js';
import { Browser } from '../support/browser.js';
import { AUTHORITY, CLIENT, DEVICE, DEVICE_AUTHORITY, SELF_SIGNED } from '../support/client-certificates.js';
import { DocumentHost } from '../support/document-host.js';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import { administrator } from '../support/management.js';
import { addApplication, type ApplicationRow, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf, type IdTokenAnswer, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { expectOf } from '../support/expect-of.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const HEADER = 'x-client-cert';

const clock = new TestClock();
let folder: string;
let server: Latchkey;
/** A server whose proxy is another: no peer here may pass certificates on. */
let direct: Latchkey;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-tls-'));
  const file = path.join(folder, 'ca.pem');
  writeFileSync(file, `${AUTHORITY}\n${DEVICE_AUTHORITY}`);
  const settings = { TLS_CLIENT_CERT_HEADER: 'X-Client-Cert', TLS_CLIENT_CA: file };
  server = await startLatchkey({
    clock,
    settings: { ...settings, TRUST_PROXY: '127.0.0.1', FETCH_ALLOW_NETWORKS: '127.0.0.0/8' },
  });
  direct = await startLatchkey({ settings: { ...settings, TRUST_PROXY: '203.0.113.1' } });
});

afterAll(async () => {
  await server.stop();
  await direct.stop();
  rmSync(folder, { recursive: true });
});

function shown(certificate: string): Record<string, string> {
  return { [HEADER]: encodeURIComponent(certificate) };
}

function registered(method: string, metadata: ClientMetadata, at = server): Promise<OAuthClient> {
  const scopes = ['read:account', 'read_items'];
  return addApplication(at.database, { secret: null, authMethod: method, scopes, metadata });
}

function ask(client: OAuthClient, headers: Record<string, string>, at = server): Promise<Answer> {
  const form = { grant_type: 'client_credentials', client_id: client.clientId };
  return postForm(`${at.baseUrl}/oauth/token`, form, headers);
}

describe('tls_client_auth', () => {
  it.each([
    ['subject', { tls_client_auth_subject_dn: 'CN=payments.example.com,O=Example Bank,C=DE' }],
    ['subject with spaces', { tls_client_auth_subject_dn: 'cn = payments.example.com, o = Example Bank, c = DE' }],
    ['DNS name', { tls_client_auth_san_dns: 'payments.example.com' }],
    ['URI', { tls_client_auth_san_uri: 'https://payments.example.com/client' }],
  ])('knows a client by the %s of a certificate that the authority issued', async (_, metadata) => {
    const client = await registered('tls_client_auth', metadata);
    expect((await ask(client, shown(CLIENT))).status).toBe(200);
    // of the same name, but self-signed
    expect((await ask(client, shown(SELF_SIGNED))).status).toBe(401);
    expect((await ask(client, shown(AUTHORITY))).status).toBe(401);
    expect((await ask(client, {})).status).toBe(401);
  });

  describe('as Traefik passes it on', () => {
    const base64 = (pem: string) => new X509Certificate(pem).raw.toString('base64');
    const joined = (...pems: string[]) => ({ [HEADER]: pems.map(base64).join(',') });
    let client: OAuthClient;
    beforeAll(async () => {
      client = await registered('tls_client_auth', { tls_client_auth_san_dns: 'payments.example.com' });
    });

    it.each([
      ['with its chain', () => joined(CLIENT, AUTHORITY)],
      ['escaped', () => shown(base64(CLIENT))],
      ['escaped, with its chain', () => ({ [HEADER]: [CLIENT, AUTHORITY].map(base64).map(encodeURIComponent).join() })],
    ])('takes a certificate %s', async (_, headers) => {
      expect((await ask(client, headers())).status).toBe(200);
    });

    it.each([
      ['the certificate of another client behind it', () => joined(CLIENT, DEVICE)],
      ['the authority of others behind it', () => joined(CLIENT, DEVICE_AUTHORITY)],
      ['itself behind it', () => joined(CLIENT, CLIENT)],
      ['nothing behind a comma', () => ({ [HEADER]: `${base64(CLIENT)},` })],
      ['more than a chain has', () => joined(CLIENT, ...Array.from({ length: 5 }, () => AUTHORITY))],
      ['one that only bears the name of its authority', () => joined(SELF_SIGNED, AUTHORITY)],
    ])('refuses one with %s', async (_, headers) => {
      expect((await ask(client, headers())).status).toBe(401);
    });
  });

  it.each([
    ['IPv6 address', { tls_client_auth_san_ip: '2001:db8:0::17' }],
    ['IPv4 address', { tls_client_auth_san_ip: '192.0.2.17' }],
    ['e-mail address', { tls_client_auth_san_email: 'till@shop.example.com' }],
  ])('knows a device by the %s of its certificate', async (_, metadata) => {
    const client = await registered('tls_client_auth', metadata);
    expect((await ask(client, shown(DEVICE))).status).toBe(200);
    expect((await ask(client, shown(CLIENT))).status).toBe(401);
  });

  it.each([
    ['another IP address', { tls_client_auth_san_ip: '192.0.2.1' }],
    ['an IP address that is none', { tls_client_auth_san_ip: 'till' }],
    ['another e-mail address', { tls_client_auth_san_email: 'shop.example.com' }],
    ['the e-mail address for a DNS name', { tls_client_auth_san_dns: 'till@shop.example.com' }],
  ])('refuses a device where %s is registered', async (_, metadata) => {
    expect((await ask(await registered('tls_client_auth', metadata), shown(DEVICE))).status).toBe(401);
  });

  it.each([
    ['another subject', { tls_client_auth_subject_dn: 'CN=payments.example.com,O=Another Bank,C=DE' }],
    ['a part of the subject', { tls_client_auth_subject_dn: 'CN=payments.example.com' }],
    ['another DNS name', { tls_client_auth_san_dns: 'example.com' }],
    ['another URI', { tls_client_auth_san_uri: 'https://payments.example.com/' }],
    ['nothing', {}],
  ])('refuses a certificate where %s is registered', async (_, metadata) => {
    expect((await ask(await registered('tls_client_auth', metadata), shown(CLIENT))).status).toBe(401);
  });

  it('reads the header as RFC 9440 has it, too, and nothing else', async () => {
    const client = await registered('tls_client_auth', { tls_client_auth_san_dns: 'payments.example.com' });
    const der = new X509Certificate(CLIENT).raw.toString('base64');
    expect((await ask(client, { [HEADER]: `:${der}:` })).status).toBe(200);
    expect((await ask(client, { [HEADER]: der })).status).toBe(200);
    for (const junk of ['', 'junk', '%%%', ':AAAA:', `:${der.slice(0, 40)}:`, 'x'.repeat(10_000)]) {
      expect((await ask(client, { [HEADER]: junk })).status).toBe(401);
    }
  });

  it('believes the header only from the proxies that the settings name', async () => {
    const client = await registered('tls_client_auth', { tls_client_auth_san_dns: 'payments.example.com' }, direct);
    expect((await ask(client, shown(CLIENT), direct)).status).toBe(401);
  });
});

describe('self_signed_tls_client_auth', () => {
  it('knows a client by the very certificate it registered', async () => {
    const x5c = [new X509Certificate(SELF_SIGNED).raw.toString('base64')];
    const client = await registered('self_signed_tls_client_auth', { jwks: { keys: [{ kty: 'EC', x5c }] } });
    expect((await ask(client, shown(SELF_SIGNED))).status).toBe(200);
    expect((await ask(client, shown(CLIENT))).status).toBe(401);
    expect((await ask(client, {})).status).toBe(401);
  });
});

describe('self_signed_tls_client_auth by a jwks_uri', () => {
  const x5cOf = (pem: string) => {
    const certificate = new X509Certificate(pem);
    const x5c = [certificate.raw.toString('base64')];
    return { keys: [{ kty: 'EC' }, { ...certificate.publicKey.export({ format: 'jwk' }), x5c }] };
  };
  let host: DocumentHost;
  beforeAll(async () => {
    host = await DocumentHost.start();
  });
  afterAll(() => host.stop());

  it('knows a client by a certificate it publishes, a new one within seconds, and looks no more often', async () => {
    const uri = host.publish(x5cOf(SELF_SIGNED));
    const client = await registered('self_signed_tls_client_auth', { jwks_uri: uri });
    clock.hold();
    for (let i = 0; i < 3; i++) expect((await ask(client, shown(SELF_SIGNED))).status).toBe(200);
    for (let i = 0; i < 3; i++) expect((await ask(client, shown(CLIENT))).status).toBe(401);
    expect(host.visits).toBe(1);
    host.replace(uri, x5cOf(CLIENT));
    clock.advance(11);
    expect((await ask(client, shown(CLIENT))).status).toBe(200);
    expect((await ask(client, shown(SELF_SIGNED))).status).toBe(401);
    expect((await ask(client, {})).status).toBe(401);
    expect(host.visits).toBe(2);
  });

  it.each([
    ['that is not there', () => `${host.origin}/nothing`],
    ['inside the network', () => 'https://169.254.169.254/jwks'],
    ['that is no key set', () => host.publish([x5cOf(CLIENT)])],
    ['of odd keys', () => host.publish({ keys: [{ x5c: CLIENT }, { x5c: [] }, { x5c: [{}] }] })],
  ])('refuses every client at an address %s', async (_, uri) => {
    const client = await registered('self_signed_tls_client_auth', { jwks_uri: uri() });
    expect((await ask(client, shown(CLIENT))).status).toBe(401);
  });
});

describe('a token bound to a certificate', () => {
  it('works for a client with that certificate', async () => {
    const { id: ownerId } = await addUser(server);
    const client = await addApplication(server.database, {
      secret: null,
      ownerId,
      authMethod: 'tls_client_auth',
      scopes: ['read:account'],
      metadata: {
        tls_client_auth_san_dns: 'payments.example.com',
        tls_client_certificate_bound_access_tokens: true,
      },
    });
    const answer = await ask(client, shown(CLIENT));
    expectOf(answer.text, answer.status).toBe(200);
    const { access_token: token, token_type: type } = answer.json as { access_token: string; token_type: string };
    const thumbprint = Buffer.from(new X509Certificate(CLIENT).fingerprint256.replaceAll(':', ''), 'hex');
    expect(type).toBe('Bearer');
    expect(claimsOf(token)).toMatchObject({ cnf: { 'x5t#S256': thumbprint.toString('base64url') } });
    const url = `${server.baseUrl}/api/v1/users/me`;
    const get = (headers: Record<string, string>) => call(url, { headers: { ...bearer(token), ...headers } });
    expect((await get(shown(CLIENT))).status).toBe(200);
    expect((await get(shown(SELF_SIGNED))).status).toBe(401);
    expect((await get({})).status).toBe(401);
  });
});

describe('certificates and refresh tokens', () => {
  const BOUND: ClientMetadata = { tls_client_certificate_bound_access_tokens: true };
  const party = (row: ApplicationRow = {}) =>
    RelyingParty.at(server, {
      grantTypes: ['authorization_code', 'refresh_token', DEVICE_CODE],
      metadata: BOUND,
      ...row,
    });

  async function byCode(client: RelyingParty, person: TestUser): Promise<Answer> {
    const back = await client.authorize(person, { scope: 'openid offline_access' });
    return client.redeem(back.searchParams.get('code')!, {}, shown(CLIENT));
  }

  async function byDevice({ client }: RelyingParty, person: TestUser): Promise<Answer> {
    const asked = { client_id: client.clientId, scope: 'openid offline_access' };
    const { json } = await postForm(`${server.baseUrl}/oauth/device_authorization`, asked);
    const { device_code, user_code } = json as { device_code: string; user_code: string };
    const browser = new Browser(server.baseUrl);
    const entered = await browser.submit(await browser.open('/device'), { user_code });
    const decision = await browser.submit(entered, { username: person.email, password: person.password });
    await browser.submit(decision, { decision: 'allow' });
    const form = { grant_type: DEVICE_CODE, client_id: client.clientId, device_code };
    return postForm(`${server.baseUrl}/oauth/token`, form, shown(CLIENT));
  }

  it.each([
    ['code', byCode],
    ['device code', byDevice],
  ])('bind those that a public application got for a %s, for every holder of the token', async (_, firstBy) => {
    const app = await party({ type: 'public', secret: null });
    const first = await firstBy(app, await addUser(server));
    expectOf(first.text, first.status).toBe(200);
    const form = { grant_type: 'refresh_token', refresh_token: (first.json as IdTokenAnswer).refresh_token! };
    const stolen = async () => {
      const { status, json } = await app.token(form, shown(SELF_SIGNED));
      return [status, (json as { error?: string }).error];
    };
    expect(await stolen()).toEqual([400, 'invalid_grant']);
    const own = await app.token(form, shown(CLIENT));
    expectOf(own.text, own.status).toBe(200);
    // a retry is the owner's too, and another certificate's attempt ends nothing
    expect(await stolen()).toEqual([400, 'invalid_grant']);
    const again = await app.token(form, shown(CLIENT));
    expect((again.json as IdTokenAnswer).refresh_token).toBe((own.json as IdTokenAnswer).refresh_token);
  });

  it('stay together where the application need not bind its tokens any more', async () => {
    const app = await party({ type: 'public', secret: null });
    const { json } = await byCode(app, await addUser(server));
    const first = json as IdTokenAnswer;
    const admin = await administrator(server);
    const unbound = { tls_client_certificate_bound_access_tokens: false };
    const changed = await admin.api.patch(`applications/${app.client.id}`, unbound);
    expectOf(changed.text, changed.status).toBe(200);
    const refresh = (headers: Record<string, string>) =>
      app.token({ grant_type: 'refresh_token', refresh_token: first.refresh_token! }, headers);
    for (const headers of [{}, shown(SELF_SIGNED)])
      expect((await refresh(headers)).json).toMatchObject({ error: 'invalid_grant' });
    const own = await refresh(shown(CLIENT));
    expectOf(own.text, own.status).toBe(200);
    expect(claimsOf((own.json as IdTokenAnswer).access_token)).not.toHaveProperty('cnf');
    // the next one is bound as the first
    const next = { grant_type: 'refresh_token', refresh_token: (own.json as IdTokenAnswer).refresh_token! };
    expect((await app.token(next, shown(SELF_SIGNED))).json).toMatchObject({ error: 'invalid_grant' });
    expect((await app.token(next, shown(CLIENT))).status).toBe(200);
  });

  it('leave those of a confidential application to its own credentials', async () => {
    const app = await party();
    const first = await byCode(app, await addUser(server));
    const form = { grant_type: 'refresh_token', refresh_token: (first.json as IdTokenAnswer).refresh_token! };
    expect((await app.token(form, shown(SELF_SIGNED))).status).toBe(200);
  });
});

describe('the metadata', () => {
  it('offers certificates where they can be had', async () => {
    const { json } = await call(`${server.baseUrl}/.well-known/openid-configuration`);
    expect(json).toMatchObject({
      token_endpoint_auth_methods_supported: expect.arrayContaining(['tls_client_auth']),
      tls_client_certificate_bound_access_tokens: true,
    });
  });
});

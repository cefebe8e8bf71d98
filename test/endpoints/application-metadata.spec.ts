import { X509Certificate } from 'node:crypto';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEVICE_CODE } from '../../src/protocol/grant-type.js';
import { addApiKey } from '../support/api-keys.js';
import { SELF_SIGNED } from '../support/client-certificates.js';
import { DocumentHost } from '../support/document-host.js';
import { type Answer, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionFields, ClientKey } from '../support/signing-client.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';
const BY_HAND = { name: 'By hand', scopes: ['read_items'] };

interface Application {
  id: string;
  client_id: string;
  client_secret?: string;
  [field: string]: unknown;
}

let server: Latchkey;
let host: DocumentHost;
let admin: Person;
let member: Person;
let key: ClientKey;

beforeAll(async () => {
  host = await DocumentHost.start();
  server = await startLatchkey({
    settings: {
      FETCH_ALLOW_NETWORKS: '127.0.0.0/8',
      TLS_CLIENT_CERT_HEADER: 'X-Client-Cert',
      TRUST_PROXY: '127.0.0.1',
    },
  });
  admin = await administrator(server);
  member = await newPerson(server, admin);
  key = await ClientKey.make();
});

afterAll(async () => {
  await server.stop();
  await host.stop();
});

async function created(body: object, person = member): Promise<Application> {
  const answer = await person.api.post('applications', { ...BY_HAND, ...body });
  expectOf(answer.text, answer.status).toBe(201);
  return answer.json as Application;
}

function fieldsOf(answer: Answer): string[] {
  return ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
}

async function assertedBy(signer: ClientKey, { client_id }: Application): Promise<Answer> {
  const fields = await assertionFields(signer, client_id, server.baseUrl);
  return postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials', ...fields });
}

describe('a client that REST alone made', () => {
  it('gets a token by private_key_jwt, with openid-client', async () => {
    const application = await created({ token_endpoint_auth_method: 'private_key_jwt', jwks: key.jwks });
    expect(application).not.toHaveProperty('client_secret');
    const config = await openid.discovery(
      new URL(server.baseUrl),
      application.client_id,
      {},
      openid.PrivateKeyJwt({ key: key.privateKey, kid: key.publicJwk.kid }),
      { execute: [openid.allowInsecureRequests] },
    );
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'read_items' });
    expect(tokens.scope).toBe('read_items');
  });

  it('gets one by keys at a jwks_uri', async () => {
    const jwks_uri = host.publish(key.jwks);
    const application = await created({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri });
    expect((await assertedBy(key, application)).status).toBe(200);
  });

  it('gets one by a self-signed certificate', async () => {
    const { kty, crv, x, y } = new X509Certificate(SELF_SIGNED).publicKey.export({ format: 'jwk' });
    const x5c = [new X509Certificate(SELF_SIGNED).raw.toString('base64')];
    const application = await created({
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [{ kty, crv, x, y, x5c }] },
    });
    const form = { grant_type: 'client_credentials', client_id: application.client_id };
    const shown = { 'x-client-cert': encodeURIComponent(SELF_SIGNED) };
    expect((await postForm(`${server.baseUrl}/oauth/token`, form, shown)).status).toBe(200);
    expect((await postForm(`${server.baseUrl}/oauth/token`, form)).status).toBe(401);
  });

  it('changes its keys and its method at once', async () => {
    const application = await created({ token_endpoint_auth_method: 'private_key_jwt', jwks: key.jwks });
    const next = await ClientKey.make();
    const path = `applications/${application.id}`;
    expect((await member.api.patch(path, { jwks: next.jwks })).status).toBe(200);
    expect((await assertedBy(key, application)).status).toBe(401);
    expect((await assertedBy(next, application)).status).toBe(200);
    const uri = host.publish(key.jwks);
    expect((await member.api.patch(path, { jwks: null, jwks_uri: uri })).status).toBe(200);
    expect((await assertedBy(key, application)).status).toBe(200);
  });

  it('is held to what it declares', async () => {
    const { client_id, client_secret = '' } = await created({ dpop_bound_access_tokens: true });
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form);
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_dpop_proof' })]);
  });
});

describe('the metadata of an application', () => {
  const EVERYTHING = {
    application_type: 'web',
    client_uri: 'https://app.example.com/',
    logo_uri: 'https://app.example.com/logo.svg',
    policy_uri: 'https://app.example.com/policy',
    tos_uri: 'https://app.example.com/terms',
    contacts: ['help@example.com'],
    software_id: 'notes',
    software_version: '1.2',
    jwks_uri: 'https://app.example.com/jwks.json',
    token_endpoint_auth_signing_alg: 'ES256',
    tls_client_auth_san_dns: 'app.example.com',
    tls_client_certificate_bound_access_tokens: true,
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    request_object_signing_alg: 'PS256',
    require_signed_request_object: true,
    id_token_signed_response_alg: 'RS256',
    userinfo_signed_response_alg: 'EdDSA',
    introspection_signed_response_alg: 'ES256',
    subject_type: 'pairwise',
    default_max_age: 600,
    require_auth_time: true,
    default_acr_values: ['urn:example:acr'],
    backchannel_logout_uri: 'https://app.example.com/back',
    backchannel_logout_session_required: true,
    frontchannel_logout_uri: 'https://app.example.com/front',
    frontchannel_logout_session_required: true,
  };
  const REQUIRED = { token_endpoint_auth_method: 'private_key_jwt', redirect_uris: [CALLBACK] };

  it('is taken whole, shown flat, and kept by a change of something else', async () => {
    const application = await created({ ...REQUIRED, ...EVERYTHING });
    expect(application).toMatchObject(EVERYTHING);
    const path = `applications/${application.id}`;
    expect((await member.api.get(path)).json).toMatchObject(EVERYTHING);
    expect((await member.api.patch(path, { name: 'Renamed' })).json).toMatchObject({ ...EVERYTHING, name: 'Renamed' });
  });

  it('is changed field by field, unset by null, and audited by name', async () => {
    const { id } = await created({ ...REQUIRED, ...EVERYTHING });
    const change = { software_version: '1.3', tos_uri: null, contacts: null, subject_type: 'pairwise' };
    const answer = await member.api.patch(`applications/${id}`, change);
    expectOf(answer.text, answer.status).toBe(200);
    const { tos_uri: _, contacts: __, ...rest } = EVERYTHING;
    expect(answer.json).toMatchObject({ ...rest, software_version: '1.3' });
    expect(answer.json).not.toHaveProperty('tos_uri');
    expect(answer.json).not.toHaveProperty('contacts');
    expect((await member.api.patch(`applications/${id}`, { ...rest, software_version: '1.3' })).status).toBe(200);
    const events = await server.database.query<{ details: { fields: string[] } }>(
      `SELECT details FROM audit_events WHERE target_id = $1 AND action = 'application.update'`,
      [id],
    );
    expect(events.map(({ details }) => details.fields.sort())).toEqual([['contacts', 'software_version', 'tos_uri']]);
  });

  const RSA_1024 = 'w'.repeat(171);
  it.each([
    ['an unknown algorithm', { id_token_signed_response_alg: 'HS256' }, 'id_token_signed_response_alg'],
    ['no signature', { request_object_signing_alg: 'none' }, 'request_object_signing_alg'],
    ['a script for a logo', { logo_uri: 'javascript:alert(1)' }, 'logo_uri'],
    ['a flag in words', { dpop_bound_access_tokens: 'yes' }, 'dpop_bound_access_tokens'],
    ['a text over two lines', { software_id: 'a\nb' }, 'software_id'],
    ['an odd subject type', { subject_type: 'private' }, 'subject_type'],
    ['keys that are no set', { jwks: [] }, 'jwks'],
    ['no key', { jwks: { keys: [] } }, 'jwks.keys'],
    ['21 keys', { jwks: { keys: Array.from({ length: 21 }, () => ({ kty: 'none' })) } }, 'jwks.keys'],
    ['a curve that every object has', { jwks: { keys: [{ kty: 'OKP', crv: 'constructor', x: 'AA' }] } }, 'jwks.keys.0'],
    ['a private key', { jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA', d: 'AA' }] } }, 'jwks.keys.0'],
    ['a shared secret', { jwks: { keys: [{ kty: 'oct', k: 'AA' }] } }, 'jwks.keys.0'],
    ['half a key', { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'AA' }] } }, 'jwks.keys.0'],
    ['a weak key', { jwks: { keys: [{ kty: 'RSA', n: RSA_1024, e: 'AQAB' }] } }, 'jwks.keys.0'],
    ['keys twice', { jwks: { keys: [{ kty: 'x' }] }, jwks_uri: 'https://app.example.com/jwks' }, 'jwks'],
    ['private_key_jwt without keys', { token_endpoint_auth_method: 'private_key_jwt' }, 'jwks_uri'],
    ['a certificate without keys', { token_endpoint_auth_method: 'self_signed_tls_client_auth' }, 'jwks_uri'],
    ['signed requests without keys', { require_signed_request_object: true }, 'jwks_uri'],
    ['a certificate without a name', { token_endpoint_auth_method: 'tls_client_auth' }, 'tls_client_auth_subject_dn'],
    [
      'a certificate with two names',
      { tls_client_auth_subject_dn: 'CN=a', tls_client_auth_san_dns: 'a.example.com' },
      'tls_client_auth_san_dns',
    ],
    ['an address that is none', { tls_client_auth_san_ip: '10.0.0' }, 'tls_client_auth_san_ip'],
    [
      'a shared secret where a key signs',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: 'https://app.example.com/jwks',
        token_endpoint_auth_signing_alg: 'HS256',
      },
      'token_endpoint_auth_signing_alg',
    ],
    [
      'several hosts, and subjects by host',
      { subject_type: 'pairwise', redirect_uris: [CALLBACK, 'https://other.example.com/cb'] },
      'sector_identifier_uri',
    ],
    [
      'devices, and subjects by a host that nothing shows to be theirs',
      { subject_type: 'pairwise', redirect_uris: [CALLBACK], grant_types: ['authorization_code', DEVICE_CODE] },
      'grant_types',
    ],
    [
      'a sign-out elsewhere',
      { redirect_uris: [CALLBACK], frontchannel_logout_uri: 'https://other.example.com/front' },
      'frontchannel_logout_uri',
    ],
    ['a fragment', { backchannel_logout_uri: 'https://app.example.com/#back' }, 'backchannel_logout_uri'],
    ['a sign-out that is not https', { backchannel_logout_uri: 'http://app:8080/logout' }, 'backchannel_logout_uri'],
    ['keys that are not https', { jwks_uri: 'http://app:8080/jwks' }, 'jwks_uri'],
    ['requests that are not https', { request_uris: ['https://a.example/r', 'http://app:8080/r'] }, 'request_uris'],
  ])('is refused with %s, here as at registration', async (_, body, field) => {
    const answer = await member.api.post('applications', { ...BY_HAND, ...body });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    const registered = await postAsRegistration(body);
    expect([registered.status, registered.json]).toEqual([
      400,
      {
        error: 'invalid_client_metadata',
        error_description: expect.stringMatching(`^${field.split('.')[0] ?? ''}`),
      },
    ]);
    const { id } = await created({});
    expect(fieldsOf(await member.api.patch(`applications/${id}`, body))).toEqual([field]);
  });

  it('may be plain http on the machine of the server', async () => {
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080', 'app.localhost']) {
      await created({ backchannel_logout_uri: `http://${host}/logout` });
    }
  });

  it('keeps an address that is not https and was taken before, and gets no other', async () => {
    const { id } = await created({});
    const stored = { backchannel_logout_uri: 'http://app:8080/logout' };
    await server.database.query('UPDATE applications SET metadata = metadata || $2::jsonb WHERE id = $1', [id, stored]);
    const change = { ...stored, redirect_uris: [CALLBACK, 'https://app.example.com/other'] };
    expect((await admin.api.patch(`applications/${id}`, change)).json).toMatchObject(change);
    const other = { backchannel_logout_uri: 'http://app:8081/logout' };
    expect(fieldsOf(await admin.api.patch(`applications/${id}`, other))).toEqual(['backchannel_logout_uri']);
  });

  const P_384 = { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' };
  const RSA_2048 = { kty: 'RSA', n: `w${'A'.repeat(341)}`, e: 'AQAB' };
  const ANY = 'ES256 (EC, P-256), RS256 or PS256 (RSA), EdDSA or Ed25519 (OKP, Ed25519)';
  const SIGNING = { token_endpoint_auth_method: 'private_key_jwt' };
  it.each([
    ['on another curve', { ...SIGNING, jwks: { keys: [P_384] } }, ANY],
    ['for another algorithm', { ...SIGNING, jwks: { keys: [{ ...RSA_2048, alg: 'RS512' }] } }, ANY],
    ['for encryption', { ...SIGNING, jwks: { keys: [{ ...RSA_2048, use: 'enc' }] } }, ANY],
    ['to sign with', { ...SIGNING, jwks: { keys: [{ ...RSA_2048, key_ops: ['sign'] }] } }, ANY],
    [
      'for another algorithm than the registered one',
      { ...SIGNING, jwks: { keys: [RSA_2048] }, token_endpoint_auth_signing_alg: 'EdDSA' },
      'EdDSA or Ed25519 (OKP, Ed25519)',
    ],
    [
      'for requests of another algorithm',
      { jwks: { keys: [RSA_2048] }, request_object_signing_alg: 'ES256' },
      'ES256 (EC, P-256)',
    ],
    ['for requests that must be signed', { jwks: { keys: [P_384] }, require_signed_request_object: true }, ANY],
  ])('is refused with no key but one %s, and what is taken is named', async (_, body, accepted) => {
    const message = `must have a key of ${accepted}, for signatures`;
    const answer = await member.api.post('applications', { ...BY_HAND, ...body });
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ field: 'jwks', message }] }]);
    const registered = await postAsRegistration(body);
    expect([registered.status, registered.json]).toEqual([
      400,
      { error: 'invalid_client_metadata', error_description: `jwks: ${message}` },
    ]);
  });

  it('is taken with a key that can be used beside others', async () => {
    const keys = [P_384, RSA_2048];
    expect((await member.api.post('applications', { ...BY_HAND, ...SIGNING, jwks: { keys } })).status).toBe(201);
  });

  async function postAsRegistration(body: object): Promise<Answer> {
    const answer = await registrar.api.post('/oauth/register', { redirect_uris: [CALLBACK], ...body });
    return answer;
  }

  let registrar: Person;
  let registering: Latchkey;
  beforeAll(async () => {
    const { database } = server;
    registering = await startLatchkey({ database, settings: { DYNAMIC_REGISTRATION: 'token' } });
    registrar = await administrator(registering);
  });
  afterAll(() => registering.stop());

  it('keeps nothing of a key but what verifying takes', async () => {
    const [registered] = key.jwks.keys;
    const application = await created({
      jwks: { keys: [Object.assign({ x5u: 'https://x.example', more: { a: 1 } }, registered)] },
    });
    expect(application.jwks).toEqual(key.jwks);
  });

  it('lets no change hide behind an earlier contradiction', async () => {
    const { id } = await created({});
    await server.database.query(
      `UPDATE applications SET token_endpoint_auth_method = 'private_key_jwt' WHERE id = $1`,
      [id],
    );
    expect((await member.api.patch(`applications/${id}`, { disabled: true })).status).toBe(200);
    expect(fieldsOf(await member.api.patch(`applications/${id}`, { software_id: 'x' }))).toEqual(['jwks_uri']);
  });
});

describe('what only some may say', () => {
  it('is the security profile: admins', async () => {
    const fapi2 = { security_profile: 'fapi2' };
    expect((await member.api.post('applications', { ...BY_HAND, ...fapi2 })).status).toBe(403);
    const { id } = await created({});
    expect((await member.api.patch(`applications/${id}`, fapi2)).status).toBe(403);
    expect((await admin.api.patch(`applications/${id}`, fapi2)).json).toMatchObject(fapi2);
    expect((await member.api.patch(`applications/${id}`, { security_profile: null })).status).toBe(403);
    expect((await member.api.patch(`applications/${id}`, { ...fapi2, name: 'Same' })).status).toBe(200);
    expect((await admin.api.patch(`applications/${id}`, { security_profile: null })).status).toBe(200);
  });

  it('is no algorithm under fapi2 that the profile does not know', async () => {
    const { id } = await created({ id_token_signed_response_alg: 'RS256' });
    const fapi2 = { security_profile: 'fapi2' };
    expect(fieldsOf(await admin.api.patch(`applications/${id}`, fapi2))).toEqual(['id_token_signed_response_alg']);
    const change = { ...fapi2, id_token_signed_response_alg: 'ES256' };
    expect((await admin.api.patch(`applications/${id}`, change)).status).toBe(200);
  });

  it('can be set with a credential that carries its scopes', async () => {
    const application = await created({ scopes: ['read_items', 'read:users'] }, admin);
    const { key: narrow } = await addApiKey(server.database, { userId: admin.id, scopes: ['write:applications'] });
    const api = apiWith(server, { 'x-api-key': narrow });
    const path = `applications/${application.id}`;
    for (const change of [
      { jwks: key.jwks },
      { jwks_uri: 'https://evil.example.com/jwks' },
      { token_endpoint_auth_method: 'client_secret_post' },
      { token_endpoint_auth_method: 'private_key_jwt', jwks: key.jwks },
      { tls_client_auth_san_dns: 'evil.example.com' },
    ]) {
      expect((await api.patch(path, change)).status).toBe(403);
    }
    expect((await api.patch(path, { software_id: 'harmless' })).status).toBe(200);
  });

  it('is nothing of a built-in application', async () => {
    const [row] = await server.database.query<{ id: string }>(`SELECT id FROM applications WHERE client_id = 'auth'`);
    const answer = await admin.api.patch(`applications/${row?.id ?? ''}`, { logo_uri: 'https://app.example.com/x' });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['logo_uri']]);
  });
});

describe('a sector identifier', () => {
  const OTHER = 'https://other.example.com/callback';
  const shared = (sector_identifier_uri: string, redirect_uris = [CALLBACK, OTHER]) => ({
    subject_type: 'pairwise',
    redirect_uris,
    sector_identifier_uri,
  });

  it('must list every redirect URI, whenever either changes', async () => {
    const uri = host.publish([CALLBACK, OTHER]);
    const { id } = await created(shared(uri));
    const before = host.visits;
    expect((await member.api.patch(`applications/${id}`, { name: 'Renamed' })).status).toBe(200);
    expect(host.visits).toBe(before);
    const more = { redirect_uris: [CALLBACK, OTHER, 'https://third.example.com/'] };
    expect(fieldsOf(await member.api.patch(`applications/${id}`, more))).toEqual(['sector_identifier_uri']);
    host.replace(uri, [...more.redirect_uris]);
    expect((await member.api.patch(`applications/${id}`, more)).status).toBe(200);
    const elsewhere = { sector_identifier_uri: host.publish([CALLBACK]) };
    expect(fieldsOf(await member.api.patch(`applications/${id}`, elsewhere))).toEqual(['sector_identifier_uri']);
  });

  it.each([
    ['that lists only one', () => host.publish([CALLBACK])],
    ['that is no list', () => host.publish({ [CALLBACK]: true, [OTHER]: true })],
    ['that is a text', () => host.publish(`${CALLBACK} ${OTHER}`)],
    ['that is not there', () => `${host.origin}/nothing`],
    ['inside the network', () => 'https://169.254.169.254/latest/meta-data'],
    ['that is no address', () => 'file:///etc/passwd'],
  ])('is refused %s, and says nothing of where it leads', async (_, publish) => {
    const answer = await member.api.post('applications', { ...BY_HAND, ...shared(publish()) });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['sector_identifier_uri']]);
    expect((answer.json as { detail: string }).detail).not.toMatch(/169\.254|answered|404/);
  });
});

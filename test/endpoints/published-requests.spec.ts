import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { challengeOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { ClientKey, secondsNow } from '../support/signing-client.js';
import { addUser, type TestUser } from '../support/user.js';

let server: Latchkey;
let host: DocumentHost;
let person: TestUser;
let key: ClientKey;
let party: RelyingParty;
/** Where the application publishes its request object. */
let published: string;
/** Where it publishes something else. */
let plain: string;

beforeAll(async () => {
  server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  host = await DocumentHost.start();
  person = await addUser(server);
  key = await ClientKey.make();
  published = host.publish('not yet');
  plain = host.publish({ no: 'token' });
  const request_uris = [`${published}#v1`, plain, `${host.origin}/missing`];
  party = await RelyingParty.at(server, { metadata: { jwks: key.jwks, request_uris } });
  await publish();
});

afterAll(async () => {
  await server.stop();
  await host.stop();
});

async function publish(more: Record<string, unknown> = {}): Promise<void> {
  const claims = {
    iss: party.client.clientId,
    aud: server.baseUrl,
    exp: secondsNow() + 300,
    client_id: party.client.clientId,
    response_type: 'code',
    redirect_uri: party.redirectUri,
    scope: 'openid profile',
    state: 'published state',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...more,
  };
  host.replace(published, await key.sign(claims));
}

function pathOf(request_uri: string, outside: Record<string, string> = {}): string {
  const query = new URLSearchParams({ client_id: party.client.clientId, request_uri, ...outside });
  return `/oauth/authorize?${query.toString()}`;
}

function open(request_uri: string, outside: Record<string, string> = {}): Promise<Page> {
  return new Browser(server.baseUrl).open(pathOf(request_uri, outside));
}

describe('a request object that its application publishes (RFC 9101 section 5.2)', () => {
  it('carries the whole request, with any fragment', async () => {
    for (const fragment of ['', '#v1', '#v2']) {
      const browser = new Browser(server.baseUrl);
      const { leftFor } = await browser.walk(await browser.open(pathOf(published + fragment)), person);
      expect(leftFor?.searchParams.get('state')).toBe('published state');
      expect((await party.redeem(leftFor!.searchParams.get('code')!)).status).toBe(200);
    }
  });

  it('is read once: what stands there while the person decides counts for nothing', async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(pathOf(published));
    const before = host.visits;
    await publish({ state: 'swapped', scope: 'openid email' });
    const { leftFor } = await browser.walk(page, person);
    expect(leftFor?.searchParams.get('state')).toBe('published state');
    expect(host.visits).toBe(before);
    const tokens = await party.redeem(leftFor!.searchParams.get('code')!);
    expect((tokens.json as { scope: string }).scope).toBe('openid profile');
    await publish();
  });

  it('is read nowhere but where it was registered', async () => {
    const before = host.visits;
    for (const elsewhere of [
      `${published}?x`,
      host.publish('x'),
      'https://evil.example/r',
      'file:///etc/passwd',
      'x',
    ]) {
      const page = await open(elsewhere, { redirect_uri: party.redirectUri });
      expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request_uri');
    }
    expect(host.visits).toBe(before);
  });

  it('is a page of explanation, and no redirect, where the request does not say where to', async () => {
    const page = await open(`${host.origin}/missing`);
    expect([page.status, page.leftFor]).toEqual([400, undefined]);
  });

  it('is refused where there is none, or none of this application', async () => {
    const missing = await open(`${host.origin}/missing`, { redirect_uri: party.redirectUri, state: 's' });
    expect(missing.wayOn?.searchParams.get('error')).toBe('invalid_request_uri');
    expect(missing.wayOn?.searchParams.get('error_description')).not.toContain('127.0.0.1');
    expect(missing.wayOn?.searchParams.get('state')).toBe('s');
    const noToken = await open(plain, { redirect_uri: party.redirectUri });
    expect(noToken.wayOn?.searchParams.get('error')).toBe('invalid_request_object');
    const outsider = await ClientKey.make('ES256', key.publicJwk.kid);
    host.replace(published, await outsider.sign({ client_id: party.client.clientId }));
    const forged = await open(published, { redirect_uri: party.redirectUri });
    expect(forged.wayOn?.searchParams.get('error')).toBe('invalid_request_object');
    await publish();
  });

  it('does not go together with one by value', async () => {
    const page = await open(published, { request: 'a.b.c', redirect_uri: party.redirectUri });
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request');
  });

  it('is announced in the metadata', async () => {
    const metadata = (await (await fetch(`${server.baseUrl}/.well-known/openid-configuration`)).json()) as object;
    expect(metadata).toMatchObject({ request_uri_parameter_supported: true, require_request_uri_registration: true });
  });
});

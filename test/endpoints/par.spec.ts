import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { type Answer, basic, call, postForm, postJson } from '../support/http.js';
import { DpopKey } from '../support/dpop-key.js';
import { challengeOf, claimsOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { expectOf } from '../support/expect-of.js';

const clock = new TestClock();
let server: Latchkey;
let person: TestUser;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  person = await addUser(server);
  party = await RelyingParty.at(server);
});

afterAll(() => server.stop());

function requestOf(who: RelyingParty, parameters: Record<string, string> = {}): Record<string, string> {
  return {
    response_type: 'code',
    redirect_uri: who.redirectUri,
    scope: 'openid profile',
    state: 'pushed state',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...parameters,
  };
}

function push(
  parameters: Record<string, string> = {},
  headers: Record<string, string> = {},
  who = party,
): Promise<Answer> {
  const { clientId, clientSecret } = who.client;
  const identity = clientSecret === '' ? {} : basic(clientId, clientSecret);
  const form = { ...requestOf(who, parameters), ...(clientSecret === '' ? { client_id: clientId } : {}) };
  return postForm(`${server.baseUrl}/oauth/par`, form, { ...identity, ...headers });
}

async function pushed(parameters: Record<string, string> = {}, who = party): Promise<string> {
  const answer = await push(parameters, {}, who);
  expectOf(answer.text, answer.status).toBe(201);
  return (answer.json as { request_uri: string }).request_uri;
}

function pathOf(requestUri: string, more: Record<string, string> = {}, who = party): string {
  const query = new URLSearchParams({ client_id: who.client.clientId, request_uri: requestUri, ...more });
  return `/oauth/authorize?${query.toString()}`;
}

function expectPage(page: Page): void {
  expect([page.status, page.leftFor]).toEqual([400, undefined]);
  expect(page.headers['content-type']).toContain('text/html');
}

describe('a pushed authorization request', () => {
  it('answers 201 with a request_uri that lives a minute', async () => {
    const answer = await push();
    expectOf(answer.text, answer.status).toBe(201);
    expect(answer.json).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{40,}$/),
      expires_in: 60,
    });
    expect(answer.headers['cache-control']).toContain('no-store');
  });

  it('takes JSON, too', async () => {
    const { clientId, clientSecret } = party.client;
    const body = { ...requestOf(party), client_id: clientId, client_secret: clientSecret };
    expect((await postJson(`${server.baseUrl}/oauth/par`, body)).status).toBe(201);
  });

  it('has nothing of the authorization request in the URL, where it would be lost', async () => {
    const { clientId, clientSecret } = party.client;
    for (const name of ['code_challenge', 'nonce', 'state', 'request', 'max_age']) {
      const url = `${server.baseUrl}/oauth/par?client-request-id=1&${name}=x`;
      const answer = await postForm(url, requestOf(party), basic(clientId, clientSecret));
      expectOf(answer.text, answer.status).toBe(400);
      expect(answer.json).toMatchObject({ error: 'invalid_request', error_description: expect.stringContaining(name) });
      expect(answer.text).toContain('belongs in the request body');
    }
  });

  it('leads through sign-in and consent to a code, and the pages survive a reload', async () => {
    const browser = new Browser(server.baseUrl);
    const start = pathOf(await pushed());
    const first = await browser.open(start);
    await browser.open(start);
    const page = await browser.submit(await browser.open(first.url), {
      username: person.email,
      password: person.password,
    });
    expect(page.url).toContain('/interaction/consent');
    await browser.open(page.url);
    const { leftFor } = await browser.walk(page, person);
    expect(leftFor?.searchParams.get('state')).toBe('pushed state');
    expect(leftFor?.searchParams.get('iss')).toBe(server.baseUrl);
    const tokens = await party.redeem(leftFor!.searchParams.get('code')!);
    expectOf(tokens.text, tokens.status).toBe(200);
  });

  it('gives one code, however often and late it is tried', async () => {
    const browser = new Browser(server.baseUrl);
    const start = pathOf(await pushed({ prompt: 'consent' }));
    const consent = await browser.walk(await browser.open(start), person, 'none');
    expect(consent.leftFor).toBeUndefined();
    const waiting = await browser.open(start);
    expect((await browser.submit(waiting, { decision: 'allow' })).leftFor?.searchParams.has('code')).toBe(true);
    expectPage(await browser.submit(waiting, { decision: 'allow' }));
    expectPage(await browser.open(start));
  });

  it('gives one code to parallel browsers', async () => {
    const browser = new Browser(server.baseUrl);
    await party.authorize(person, {}, browser);
    const trusted = await RelyingParty.at(server, { firstParty: true });
    const start = pathOf(await pushed({}, trusted), {}, trusted);
    const pages = await Promise.all(Array.from({ length: 10 }, () => browser.open(start)));
    expect(pages.filter(({ leftFor }) => leftFor?.searchParams.has('code') === true)).toHaveLength(1);
  });

  it('must be used within its minute; a person who came in time may take theirs', async () => {
    const browser = new Browser(server.baseUrl);
    const late = pathOf(await pushed());
    const inTime = await browser.open(pathOf(await pushed()));
    clock.advance(61);
    try {
      expectPage(await browser.open(late));
      expect((await browser.walk(inTime, person)).leftFor?.searchParams.has('code')).toBe(true);
    } finally {
      clock.advance(-61);
    }
  });

  it('is all that counts: what stands beside it changes nothing', async () => {
    const browser = new Browser(server.baseUrl);
    const requestUri = await pushed();
    const beside = {
      state: 'injected',
      redirect_uri: party.redirectUri,
      scope: 'openid email',
      response_mode: 'fragment',
    };
    const { leftFor } = await browser.walk(await browser.open(pathOf(requestUri, beside)), person);
    expect(leftFor?.searchParams.get('state')).toBe('pushed state');
    const tokens = await party.redeem(leftFor!.searchParams.get('code')!);
    expect((tokens.json as { scope: string }).scope).toBe('openid profile');
  });

  it('is its own client’s alone', async () => {
    const other = await RelyingParty.at(server);
    const browser = new Browser(server.baseUrl);
    const wrong: Record<string, string>[] = [{}, { redirect_uri: 'https://elsewhere.example/' }];
    for (const more of wrong) {
      const page = await browser.open(pathOf(await pushed(), more, other));
      expectPage(page);
      expect(page.text).toContain('request_uri: is unknown');
    }
    expectPage(await browser.open(`/oauth/authorize?request_uri=${encodeURIComponent(await pushed())}`));
  });

  it('does not come of made-up handles', async () => {
    const browser = new Browser(server.baseUrl);
    const real = await pushed();
    for (const requestUri of [
      `${real}x`,
      real.slice(0, -1),
      'urn:ietf:params:oauth:request_uri:',
      'urn:ietf:params:oauth:request_uri:x',
    ]) {
      expectPage(await browser.open(pathOf(requestUri)));
    }
  });

  it('is the only kind taken by reference from who registered no request_uris', async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(
      pathOf('https://app.example.com/request.jwt', { redirect_uri: party.redirectUri, state: 's' }),
    );
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request_uri');
    expectPage(await browser.open(pathOf('https://app.example.com/request.jwt')));
  });

  it('is checked when it is pushed, and told so in JSON', async () => {
    for (const [parameters, error] of [
      [{ redirect_uri: 'https://evil.example/' }, 'invalid_request'],
      [{ redirect_uri: `${party.redirectUri}/../x` }, 'invalid_request'],
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ scope: 'write:users' }, 'invalid_scope'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ resource: 'https://unknown.example' }, 'invalid_target'],
      [{ request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request'],
      [{ request: 'a.b.c' }, 'invalid_request_object'],
      [{ client_id: 'another' }, 'invalid_request'],
      [{ nonce: 'n'.repeat(600) }, 'invalid_request'],
      [{ state: 's'.repeat(16_300) }, 'invalid_request'],
    ] as [Record<string, string>, string][]) {
      const answer = await push(parameters);
      expectOf(JSON.stringify(parameters).slice(0, 80), [answer.status, answer.json]).toMatchObject([400, { error }]);
      expect(answer.headers.location).toBeUndefined();
    }
  });

  it('takes an authenticated client', async () => {
    const { clientId } = party.client;
    const url = `${server.baseUrl}/oauth/par`;
    expect((await postForm(url, { ...requestOf(party), client_id: clientId })).status).toBe(401);
    expect((await postForm(url, requestOf(party), basic(clientId, 'wrong'))).status).toBe(401);
    expect((await call(url)).status).toBe(405);
    const open = await RelyingParty.at(server, { type: 'public', secret: null });
    expect((await push({}, {}, open)).status).toBe(201);
  });

  it('keeps no credential', async () => {
    const { clientId, clientSecret } = party.client;
    const form = { ...requestOf(party), client_id: clientId, client_secret: clientSecret };
    expect((await postForm(`${server.baseUrl}/oauth/par`, form)).status).toBe(201);
    const rows = await server.database.query<{ parameters: string }>('SELECT parameters FROM pushed_requests');
    expect(
      rows.some(({ parameters }) => parameters.includes('client_secret') || parameters.includes(clientSecret)),
    ).toBe(false);
  });

  it('is required of applications that say so, or of all', async () => {
    const strict = await RelyingParty.at(server, { metadata: { require_pushed_authorization_requests: true } });
    const browser = new Browser(server.baseUrl);
    const refused = await browser.open(strict.request());
    expect(refused.wayOn?.searchParams.get('error')).toBe('invalid_request');
    expect(refused.wayOn?.searchParams.get('iss')).toBe(server.baseUrl);
    const { leftFor } = await browser.walk(await browser.open(pathOf(await pushed({}, strict), {}, strict)), person);
    expect(leftFor?.searchParams.has('code')).toBe(true);

    const all = await startLatchkey({ settings: { REQUIRE_PAR: 'on' } });
    try {
      const open = await RelyingParty.at(all);
      const page = await new Browser(all.baseUrl).open(open.request());
      expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request');
      const metadata = await call(`${all.baseUrl}/.well-known/openid-configuration`);
      expect(metadata.json).toMatchObject({
        require_pushed_authorization_requests: true,
        pushed_authorization_request_endpoint: `${all.baseUrl}/oauth/par`,
      });
    } finally {
      await all.stop();
    }
  });

  it('binds its code to the key of a DPoP proof that came along', async () => {
    const key = await DpopKey.make();
    const url = `${server.baseUrl}/oauth/par`;
    const answer = await key.call(url, (headers) => push({}, headers));
    expectOf(answer.text, answer.status).toBe(201);
    const { request_uri: requestUri } = answer.json as { request_uri: string };
    const browser = new Browser(server.baseUrl);
    const { leftFor } = await browser.walk(await browser.open(pathOf(requestUri)), person);
    const code = leftFor!.searchParams.get('code')!;
    expect((await party.redeem(code)).json).toMatchObject({ error: 'invalid_grant' });
    const tokens = await key.call(`${server.baseUrl}/oauth/token`, (headers) => party.redeem(code, {}, headers));
    expectOf(tokens.text, tokens.status).toBe(200);
    expect(claimsOf((tokens.json as { access_token: string }).access_token)).toMatchObject({ cnf: { jkt: key.jkt } });
    const other = await DpopKey.make();
    const mismatch = await key.call(url, (headers) => push({ dpop_jkt: other.jkt }, headers));
    expect(mismatch.json).toMatchObject({ error: 'invalid_dpop_proof' });
  });
});

// What an attacker would gain: a credential that one way in refuses is taken by another, which forgot one of the checks.
// docs/credential-checks.md holds every way against every check; here it is held to the tests that it names, and the
// cells that no other spec covers are tested. Who shows a code from outside a whitelist, and so uses it up,
// would take it from the device it is for.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Pair, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const HOME = '203.0.113.7';
const AWAY = '198.51.100.1';
const from = (address: string) => ({ 'x-forwarded-for': address });

describe('docs/credential-checks.md', () => {
  const root = new URL('../../', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
  const page = read('docs/credential-checks.md');
  const lines = page.split('\n');
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const tests = new Map<string, { file: string; title: string }>();
  for (const [, key = '', file = '', title = ''] of page.matchAll(/^- \*\*(T\d+)\*\* `([^`]+)`: (.+)$/gm)) {
    tests.set(key, { file, title });
  }
  const notes = new Set([...page.matchAll(/^- \*\*(N\d+)\*\* /gm)].map(([, key]) => key));
  const table = lines.filter((line) => line.startsWith('|')).map(cellsOf);
  const [head = [], , ...rows] = table;

  it('has a test, or a reason for none, in every cell', () => {
    expect(head.slice(1)).toEqual(['alive', 'audience', 'sender', 'address', 'scope', "owner's role"]);
    expect(rows.length).toBeGreaterThan(10);
    for (const [way, ...cells] of rows) {
      expect([way, cells.length]).toEqual([way, 6]);
      for (const cell of cells) {
        const keys = cell.split(' ');
        const unknown = keys.filter((key) => !tests.has(key) && !notes.has(key));
        expect([way, unknown]).toEqual([way, []]);
      }
    }
  });

  it('numbers each test and reason once', () => {
    const given = [...page.matchAll(/^- \*\*([TN]\d+)\*\* /gm)].map(([, key]) => key);
    expect(given.filter((key, index) => given.indexOf(key) !== index)).toEqual([]);
  });

  it('names tests that are there', () => {
    for (const [key, { file, title }] of tests) {
      expect([key, title, read(file).includes(title)]).toEqual([key, title, true]);
    }
    const used = rows.flat().join(' ').split(' ');
    expect([...tests.keys(), ...notes].filter((key) => key !== undefined && !used.includes(key))).toEqual([]);
  });
});

describe('a cell of its own', () => {
  let server: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    server = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1', DYNAMIC_REGISTRATION: 'open' } });
    admin = await administrator(server);
  });
  afterAll(() => server.stop());

  it('no page and no code takes a person from outside the list of the account', async () => {
    const person = await newPerson(server, admin);
    const party = await RelyingParty.at(server, { firstParty: true });
    const browser = new Browser(server.baseUrl);
    const code = (await party.authorize(person, {}, browser)).searchParams.get('code') ?? '';
    await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: HOME });
    // the browser is at 127.0.0.1
    const page = await browser.open(party.request());
    expect(page.leftFor?.searchParams.get('error')).toBe('access_denied');
    expect(page.leftFor?.searchParams.has('code')).toBe(false);
    expect((await party.redeem(code, {}, from(AWAY))).status).toBe(403);
    expect((await party.redeem(code, {}, from(HOME))).status).toBe(200);
  });

  describe('a device code', () => {
    interface Waiting {
      person: Person;
      client: OAuthClient;
      /** At the page that asks the person to allow the device. */
      page: Page;
      browser: Browser;
      poll: (address: string) => Promise<Answer>;
    }

    async function waiting(): Promise<Waiting> {
      const person = await newPerson(server, admin);
      const client = await addApplication(server.database, {
        type: 'public',
        secret: null,
        grantTypes: [DEVICE_CODE, 'refresh_token'],
      });
      const asked = await postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id: client.clientId });
      const { device_code, user_code } = asked.json as { device_code: string; user_code: string };
      const browser = new Browser(server.baseUrl);
      const entered = await browser.submit(await browser.open('/device'), { user_code });
      const page = await browser.submit(entered, { username: person.email, password: person.password });
      const form = { grant_type: DEVICE_CODE, client_id: client.clientId, device_code };
      const poll = (address: string) => postForm(`${server.baseUrl}/oauth/token`, form, from(address));
      return { person, client, page, browser, poll };
    }

    const refusal = [403, expect.objectContaining({ error: 'access_denied' })];

    it('is refused, and not used up, from an address that the account’s list does not let in', async () => {
      const { person, page, browser, poll } = await waiting();
      await browser.submit(page, { decision: 'allow' });
      await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: HOME });
      const refused = await poll(AWAY);
      expect([refused.status, refused.json]).toEqual(refusal);
      const served = await poll(HOME);
      expect([served.status, served.json]).toEqual([200, expect.objectContaining({ token_type: 'Bearer' })]);
      expect((await poll(HOME)).status).toBe(400);
    });

    it('is refused, and not used up, from an address that the application’s list does not let in', async () => {
      const { client, page, browser, poll } = await waiting();
      await browser.submit(page, { decision: 'allow' });
      await admin.api.post(`applications/${client.id}/ip-whitelist`, { cidr: HOME });
      const refused = await poll(AWAY);
      expect([refused.status, refused.json]).toEqual(refusal);
      expect((await poll(HOME)).status).toBe(200);
    });

    it('is allowed by no person from outside the list of the account', async () => {
      const { person, page, browser, poll } = await waiting();
      await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: HOME });
      // the browser is at 127.0.0.1
      expect((await browser.submit(page, { decision: 'allow' })).status).toBe(403);
      expect((await poll(HOME)).json).toMatchObject({ error: 'authorization_pending' });
    });
  });

  it('a token of an application whose owner is disabled is told as inactive', async () => {
    const owner = await newPerson(server, admin);
    const client = await addApplication(server.database, { ownerId: owner.id });
    const own = basic(client.clientId, client.clientSecret);
    const asking = await addApplication(server.database, { scopes: ['introspect_tokens'] });
    const answer = await postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials' }, own);
    const { access_token: token } = answer.json as Pair;
    const introspected = async () =>
      (await postForm(`${server.baseUrl}/oauth/introspect`, { token }, basic(asking.clientId, asking.clientSecret)))
        .json;
    expect(await introspected()).toMatchObject({ active: true });
    await admin.api.patch(`users/${owner.id}`, { disabled: true });
    expect(await introspected()).toEqual({ active: false });
  });

  it('a registration access token is worth nothing from outside the list of its application', async () => {
    const registered = await postJson(`${server.baseUrl}/oauth/register`, {
      redirect_uris: ['https://app.example.com/cb'],
    });
    const { client_id, registration_access_token, registration_client_uri } = registered.json as Record<string, string>;
    const rows = await server.database.query('SELECT id FROM applications WHERE client_id = $1', [client_id]);
    const [{ id } = { id: '' }] = rows as { id: string }[];
    await admin.api.post(`applications/${id}/ip-whitelist`, { cidr: HOME });
    const status = async (address: string) =>
      (
        await call(registration_client_uri ?? '', {
          headers: { ...bearer(registration_access_token ?? ''), ...from(address) },
        })
      ).status;
    expect(await status(AWAY)).toBe(403);
    expect(await status(HOME)).toBe(200);
  });
});

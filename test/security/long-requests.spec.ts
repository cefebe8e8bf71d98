/*
 * What an attacker would gain. With no account: the store filled with requests that are too long to travel, or the
 * sign-in of other people refused because it is full. With a read of the database: what applications asked for, whose
 * id_tokens and login hints stand in it. A person at another browser: a request that another person began.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Housekeeping } from '../../src/operations/housekeeping/housekeeping.js';
import { horizonsOf } from '../../src/operations/housekeeping/housekeeper.js';
import { PushedRequests } from '../../src/oauth/stores/pushed-requests.js';
import { Browser, type Page } from '../support/browser.js';
import { postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const AFTERWARDS = 'https://app.example.com/signed-out';
/** Characters a proxy's default has room for, with the headers beside it. */
const SHORT = 3000;
const ROWS = 20;

const clock = new TestClock();
let server: Latchkey;
let ada: Person;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({
    clock,
    settings: { TRUST_PROXY: '127.0.0.1', PUSHED_REQUESTS_PER_NETWORK: String(ROWS) },
  });
  ada = await newPerson(server, await administrator(server));
  party = await RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS] });
});
afterAll(() => server.stop());

const longState = (length: number) => `long ${'s'.repeat(length)}`;
const credentials = () => ({ username: ada.email, password: ada.password });
const kept = () =>
  server.database.query<{ sealed: Buffer; expires_at: Date }>('SELECT sealed, expires_at FROM kept_requests');
/** Every test comes from a network of its own. */
let networks = 0;
const network = () => ({ 'x-forwarded-for': `198.51.100.${String(++networks)}` });

function isShort(browser: Browser): boolean {
  return browser.trail.every((address) => !address.startsWith(server.baseUrl) || address.length < SHORT);
}

describe.each([2_700, 12_000])('a request of %i characters', (length) => {
  it('waits here through sign-in, choice of account and consent, in one row', async () => {
    const before = (await kept()).length;
    const from = network();
    const browser = new Browser(server.baseUrl);
    const state = longState(length);
    const start = await browser.open(party.request({ state, prompt: 'consent select_account' }), from);
    const consent = await browser.submit(start, credentials(), from);
    expect(consent.url).toContain('/interaction/consent');
    expect(isShort(browser)).toBe(true);
    const done = await browser.submit(consent, { decision: 'allow' }, from);
    expect(done.leftFor?.searchParams.get('state')).toBe(state);
    expect(await kept()).toHaveLength(before + 1);

    const chooser = await browser.open(party.request({ state, prompt: 'select_account' }), from);
    const chosen = await browser.submit(chooser, { choice: 'continue' }, from);
    expect(chosen.leftFor?.searchParams.get('state')).toBe(state);
  });

  it('waits here for a person who signs out', async () => {
    const from = network();
    const browser = new Browser(server.baseUrl);
    await party.tokens(ada, {}, browser);
    const state = longState(length);
    const request = { client_id: party.client.clientId, post_logout_redirect_uri: AFTERWARDS, state };
    const asking = await browser.open(`/oauth/end-session?${new URLSearchParams(request).toString()}`, from);
    const out = await browser.submit(asking, { decision: 'sign-out' }, from);
    expect(out.leftFor?.searchParams.get('state')).toBe(state);
    expect(isShort(browser)).toBe(true);
  });

  it('comes by a form of another site, too', async () => {
    const from = { ...network(), 'sec-fetch-site': 'cross-site' };
    const parameters = Object.fromEntries(
      new URL(party.request({ state: longState(length) }), server.baseUrl).searchParams,
    );
    const page = await new Browser(server.baseUrl).post('/oauth/authorize', parameters, from);
    expect(page.url).toContain('/interaction/sign-in');
  });

  it('cannot be read in the store, nor finished in another browser', async () => {
    const from = network();
    const browser = new Browser(server.baseUrl);
    const start = await browser.open(party.request({ state: longState(length) }), from);
    expect((await kept()).map(({ sealed }) => sealed.toString('latin1')).join()).not.toContain('ssss');
    const other = new Browser(server.baseUrl);
    await other.open(party.request());
    expect((await other.open(new URL(start.url).pathname + new URL(start.url).search)).text).toContain(
      'begun in another browser',
    );
    const bare = await new Browser(server.baseUrl).open(new URL(start.url).pathname + new URL(start.url).search);
    expect(bare.text).toContain('This site needs cookies');
  });
});

it('is refused at once where it is too long, with a page', async () => {
  const parameters = { ...Object.fromEntries(new URL(party.request(), server.baseUrl).searchParams) };
  const refused = await new Browser(server.baseUrl).post(
    '/oauth/authorize',
    { ...parameters, state: longState(20_000) },
    network(),
  );
  const beyond = await new Browser(server.baseUrl).open(party.request({ state: longState(20_000) }));
  expect([refused.status, beyond.status]).toEqual([400, 431]);
  for (const page of [refused, beyond]) {
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toMatch(/too long|longer than 16384/);
  }
});

it('gives a person as long as a short one does', async () => {
  const from = network();
  for (const state of ['short', longState(2000)]) {
    const browser = new Browser(server.baseUrl);
    const start = await browser.open(party.request({ state, prompt: 'consent' }), from);
    clock.advance(1800);
    const consent = await browser.submit(start, credentials(), from);
    clock.advance(1700);
    expect((await browser.submit(consent, { decision: 'allow' }, from)).leftFor?.searchParams.has('code')).toBe(true);
  }
});

it('is over after ten minutes where its network has taken half of the room, which is never more', async () => {
  clock.advance(7200);
  const from = network();
  const open = async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(party.request({ state: longState(2000) }), from);
    return { page, signIn: () => browser.submit(page, credentials(), from) };
  };
  const opened = [];
  for (let i = 0; i < ROWS; i++) opened.push(await open());
  expect((await open()).page.status).toBe(429);
  clock.advance(601);
  expect((await opened[0]!.signIn()).leftFor?.searchParams.has('code')).toBe(true);
  expect((await opened.at(-1)!.signIn()).text).toContain('This took too long');
  // what was over in ten minutes makes room for others, in parts of five minutes
  clock.advance(300);
  let taken = 0;
  while ((await open()).page.status === 200) taken++;
  expect(taken).toBe(ROWS / 2);
});

it('is over after an hour, and swept', async () => {
  const from = network();
  const browser = new Browser(server.baseUrl);
  const start = await browser.open(party.request({ state: longState(2000) }), from);
  clock.advance(3601);
  expect((await browser.submit(start, credentials(), from)).text).toContain('This took too long');
  const store = server.app.get(Housekeeping, { strict: false });
  await store.sweep(horizonsOf(clock.now(), 90), new AbortController().signal);
  expect(await kept()).toEqual([]);
});

it('is kept for a person who goes on in time', async () => {
  const from = network();
  const browser = new Browser(server.baseUrl);
  const start = await browser.open(party.request({ state: longState(2000), prompt: 'login consent' }), from);
  clock.advance(500);
  const consent = await browser.submit(start, credentials(), from);
  clock.advance(500);
  expect((await browser.submit(consent, { decision: 'allow' }, from)).leftFor?.searchParams.has('code')).toBe(true);
});

it('is bounded for each network, and says with a page when to come again', async () => {
  const from = network();
  const open = (headers: Record<string, string>): Promise<Page> =>
    new Browser(server.baseUrl).open(party.request({ state: longState(1500) }), headers);
  for (let i = 0; i < ROWS; i++) expect((await open(from)).status).toBe(200);
  const refused = await open(from);
  expect(refused.status).toBe(429);
  expect(refused.headers['content-type']).toContain('text/html');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await open(network())).status).toBe(200);
  // a short one takes no room
  expect((await new Browser(server.baseUrl).open(party.request(), from)).status).toBe(200);
  // and pushing is counted apart
  const { clientId, clientSecret } = party.client;
  const form = Object.fromEntries(new URL(party.request(), server.baseUrl).searchParams);
  const identity = { client_id: clientId, client_secret: clientSecret };
  const pushed = await postForm(`${server.baseUrl}/oauth/par`, { ...form, ...identity }, from);
  expect(pushed.status).toBe(201);
});

describe('a pushed request that a browser has come with', () => {
  beforeEach(() => clock.advance(7200));

  const sweep = () =>
    server.app.get(Housekeeping, { strict: false }).sweep(horizonsOf(clock.now(), 90), new AbortController().signal);

  async function pushed(): Promise<string> {
    const form = Object.fromEntries(new URL(party.request({ prompt: 'consent' }), server.baseUrl).searchParams);
    const { clientId: client_id, clientSecret: client_secret } = party.client;
    const answer = await postForm(`${server.baseUrl}/oauth/par`, { ...form, client_id, client_secret });
    expect(answer.status).toBe(201);
    const { request_uri } = answer.json as { request_uri: string };
    return `/oauth/authorize?${new URLSearchParams({ client_id, request_uri }).toString()}`;
  }

  async function begin(from: Record<string, string>) {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(await pushed(), from);
    const signIn = () => browser.submit(page, credentials(), from);
    return { signIn, finish: async () => browser.submit(await signIn(), { decision: 'allow' }, from) };
  }

  it('gives a person as long as any, one code, and no other browser more than its minute', async () => {
    const [path, from] = [await pushed(), network()];
    const browser = new Browser(server.baseUrl);
    const start = await browser.open(path, from);
    clock.advance(1800);
    await sweep();
    expect((await new Browser(server.baseUrl).open(path, from)).status).toBe(400);
    const consent = await browser.submit(start, credentials(), from);
    clock.advance(1700);
    await sweep();
    expect((await browser.submit(consent, { decision: 'allow' }, from)).leftFor?.searchParams.has('code')).toBe(true);
    expect((await browser.submit(consent, { decision: 'allow' }, from)).leftFor).toBeUndefined();
    clock.advance(601);
    await sweep();
    expect(await server.database.query('SELECT 1 FROM pushed_requests')).toEqual([]);
  });

  it('stays for eleven minutes where its network has taken half of the room', async () => {
    const from = network();
    const begun = [];
    for (let i = 0; i <= ROWS / 2; i++) begun.push(await begin(from));
    clock.advance(720);
    await sweep();
    expect(await server.database.query('SELECT 1 FROM pushed_requests')).toHaveLength(ROWS / 2);
    expect((await begun[0]!.signIn()).url).toContain('/interaction/consent');
    expect((await begun.at(-1)!.signIn()).status).toBe(400);
  });

  it('is written once while it waits, and gives its room back when it is done', async () => {
    const [from, stay] = [network(), jest.spyOn(server.app.get(PushedRequests, { strict: false }), 'stay')];
    for (let i = 0; i <= ROWS / 2; i++) expect((await (await begin(from)).finish()).status).toBe(303);
    const long = new Browser(server.baseUrl);
    const start = await long.open(party.request({ state: longState(2000) }), from);
    clock.advance(1800);
    expect((await long.submit(start, credentials(), from)).leftFor?.searchParams.has('code')).toBe(true);
    await sweep();
    expect(await server.database.query('SELECT 1 FROM pushed_requests')).toEqual([]);
    expect(stay).toHaveBeenCalledTimes(ROWS / 2 + 1);
  });
});

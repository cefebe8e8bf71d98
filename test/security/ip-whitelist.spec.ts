import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../src/config/settings.js';
import { unreadableForwardedFor } from '../../src/operations/metrics/metrics.js';
import { addApiKey } from '../support/api-keys.js';
import { Browser, type Page } from '../support/browser.js';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Pair, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

type Headers = Record<string, string>;

const HOME = '203.0.113.7';
const AWAY = '198.51.100.1';
const from = (address: string): Headers => ({ 'x-forwarded-for': address });

/** Behind a trusted proxy, which is this test. */
let server: Latchkey;
/** Reached directly: the peer is the loopback. */
let direct: Latchkey;
let admin: Person;
let directAdmin: Person;

beforeAll(async () => {
  const settings = { ATTEMPTS_PER_NETWORK: '100000', ATTEMPTS_PER_ACCOUNT_AND_NETWORK: '1000' };
  server = await startLatchkey({ settings: { ...settings, TRUST_PROXY: '127.0.0.1,10.0.0.0/8' } });
  direct = await startLatchkey({ settings });
  admin = await administrator(server);
  directAdmin = await administrator(direct);
});
afterAll(async () => {
  await server.stop();
  await direct.stop();
});

const seenAddress = async (on: { baseUrl: string }, token: string, headers: Record<string, string | string[]>) => {
  const answer = await call(`${on.baseUrl}/api/v1/ip-whitelist/check`, { headers: { ...bearer(token), ...headers } });
  return (answer.json as { address: string }).address;
};
const allow = async (person: Person, ...networks: string[]) => {
  for (const cidr of networks) {
    const answer = await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr });
    expectOf(answer.text, answer.status).toBe(201);
  }
};

describe('forwarded headers of an untrusted peer', () => {
  const FORGED: Headers[] = [
    from(HOME),
    from(`${HOME}, ${HOME}`),
    { forwarded: `for=${HOME}` },
    { 'x-real-ip': HOME },
    { 'x-client-ip': HOME },
    { 'true-client-ip': HOME },
    { 'cf-connecting-ip': HOME },
    { 'x-cluster-client-ip': HOME },
    { 'x-forwarded': HOME },
    { 'client-ip': HOME },
  ];

  it('do not change what the server sees', async () => {
    for (const headers of FORGED) expect(await seenAddress(direct, directAdmin.token, headers)).toBe('127.0.0.1');
  });

  it('do not open a whitelist', async () => {
    const person = await newPerson(direct, directAdmin);
    await directAdmin.api.post(`users/${person.id}/ip-whitelist`, { cidr: HOME });
    const login = { username: person.email, password: person.password };
    for (const headers of FORGED) {
      expect(
        (await call(`${direct.baseUrl}/v1/users/me`, { headers: { ...bearer(person.token), ...headers } })).status,
      ).toBe(403);
      expect((await postJson(`${direct.baseUrl}/auth/login`, login, headers)).status).toBe(403);
    }
  });
});

describe('forwarded headers of a trusted proxy', () => {
  it('give the rightmost hop that is no proxy, and never what the client wrote before it', async () => {
    expect(await seenAddress(server, admin.token, from(HOME))).toBe(HOME);
    expect(await seenAddress(server, admin.token, from(`${AWAY}, ${HOME}`))).toBe(HOME);
    expect(await seenAddress(server, admin.token, from(`127.0.0.1, ${AWAY}, ${HOME}, 10.1.2.3,127.0.0.1`))).toBe(HOME);
    expect(await seenAddress(server, admin.token, from(`::ffff:${HOME}, ::ffff:10.0.0.1`))).toBe(HOME);
    expect(await seenAddress(server, admin.token, from('2001:DB8::0:7'))).toBe('2001:db8::7');
  });

  // What an attacker would gain: behind a proxy that writes ports, all people are one address, so that the proxy on a
  // whitelist admits every address, and one guesser of passwords locks out all.
  it('are read with the port that some proxies write, and in brackets', async () => {
    const { token } = admin;
    for (const [header, address] of [
      [`${HOME}:4711`, HOME],
      ['[2001:db8::7]:4711', '2001:db8::7'],
      ['[2001:db8::7]', '2001:db8::7'],
      [`${AWAY}, ${HOME}:4711, 10.0.0.2:80`, HOME],
    ] as const) {
      expect(await seenAddress(server, token, from(header))).toBe(address);
    }
  });

  it('that cannot be read are said once in the log, and counted', async () => {
    const lines: string[] = [];
    const behind = await startLatchkey({
      database: server.database,
      settings: { TRUST_PROXY: '127.0.0.1', ISSUER: server.baseUrl, LOG_LEVEL: 'warn' },
      log: { write: (line: string) => void lines.push(line) },
    });
    try {
      const counted = async () => (await unreadableForwardedFor.get()).values[0]?.value ?? 0;
      const before = await counted();
      for (const header of ['unknown', '_hidden', 'proxy.internal', HOME, `${HOME}:4711`]) {
        await seenAddress(behind, admin.token, from(header));
      }
      expect((await counted()) - before).toBe(3);
      expect(lines.filter((line) => line.includes('X-Forwarded-For'))).toHaveLength(1);
      expect(lines.join()).toContain('TRUST_PROXY');
    } finally {
      await behind.stop();
    }
  });

  // What people lose: behind a proxy that is not named, the failures of one close the sign-in of all.
  it('of a proxy that TRUST_PROXY does not name are said once in the log, with what to set', async () => {
    const lines: string[] = [];
    const behind = await startLatchkey({
      database: server.database,
      settings: { TRUST_PROXY: '10.0.0.0/8', ISSUER: server.baseUrl, LOG_LEVEL: 'warn' },
      log: { write: (line: string) => void lines.push(line) },
    });
    try {
      await seenAddress(behind, admin.token, {});
      expect(lines.join()).not.toContain('X-Forwarded-For');
      for (let i = 0; i < 3; i++) await seenAddress(behind, admin.token, from(HOME));
      expect(lines.filter((line) => line.includes('X-Forwarded-For'))).toEqual([
        expect.stringContaining('TRUST_PROXY=127.0.0.1'),
      ]);
    } finally {
      await behind.stop();
    }
  });

  it('count as one list when they are sent more than once', async () => {
    expect(await seenAddress(server, admin.token, { 'x-forwarded-for': [AWAY, HOME] })).toBe(HOME);
    expect(await seenAddress(server, admin.token, { 'x-forwarded-for': [HOME, '10.0.0.1'] })).toBe(HOME);
  });

  it('name addresses only: no host name is looked up, no other spelling is guessed', async () => {
    for (const hop of [
      'localhost',
      'example.com',
      '[203.0.113.7]:4711',
      '0313.0.113.7',
      '3405803783',
      'unknown',
      '_hidden',
      '',
    ]) {
      expect(await seenAddress(server, admin.token, from(hop))).toBe('127.0.0.1');
      expect(await seenAddress(server, admin.token, from(`${AWAY}, ${hop}, 10.0.0.9`))).toBe('10.0.0.9');
    }
  });

  it('are the only ones that count', async () => {
    for (const header of ['forwarded', 'x-real-ip', 'client-ip']) {
      expect(await seenAddress(server, admin.token, { [header]: AWAY })).toBe('127.0.0.1');
    }
  });
});

describe('the list of trusted proxies', () => {
  it.each([
    '::ffff:10.0.0.0/8',
    '10.0.0.1/8',
    '0x0a.0.0.0/8',
    '10/8',
    'proxy.example.com',
    '10.0.0.1:80',
    'fe80::1%eth0',
  ])('refuses %s at start and says so', (value) => {
    expect(() => loadSettings({ TRUST_PROXY: value })).toThrow(/TRUST_PROXY/);
  });

  it('takes an IPv4-mapped network for its IPv4, and for nothing wider', async () => {
    const mapped = await startLatchkey({ settings: { TRUST_PROXY: '::ffff:127.0.0.0/104' } });
    const elsewhere = await startLatchkey({ settings: { TRUST_PROXY: '::ffff:10.0.0.0/104' } });
    try {
      expect(await seenAddress(mapped, (await administrator(mapped)).token, from(HOME))).toBe(HOME);
      expect(await seenAddress(elsewhere, (await administrator(elsewhere)).token, from(HOME))).toBe('127.0.0.1');
    } finally {
      await mapped.stop();
      await elsewhere.stop();
    }
  });

  it('knows a proxy whose peer address is IPv4-mapped, as on a socket for both families', async () => {
    const door = await doorFor(server);
    try {
      const seen = (peer: string) => {
        door.peer = peer;
        return seenAddress(door, admin.token, from(HOME));
      };
      expect(await seen('::ffff:127.0.0.1')).toBe(HOME);
      expect(await seen('::ffff:10.9.9.9')).toBe(HOME);
      expect(await seen('::ffff:11.0.0.1')).toBe('11.0.0.1');
      expect(await seen('::1')).toBe('::1');
      expect(await seen('fe80::1%eth0')).toBe('fe80::1');
    } finally {
      door.close();
    }
  });
});

/** Another door to a server, whose peers have the address they are given. */
async function doorFor({ app }: Latchkey) {
  const fastify = app.getHttpAdapter().getInstance();
  const door = { baseUrl: '', peer: '', close: () => void http.close() };
  const http = createServer((request, response) => {
    Object.defineProperty(request.socket, 'remoteAddress', { value: door.peer });
    fastify.routing(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  door.baseUrl = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  return door;
}

describe('an entry of a whitelist', () => {
  const statusFrom = async (person: Person, address: string) =>
    (await call(`${server.baseUrl}/v1/users/me`, { headers: { ...bearer(person.token), ...from(address) } })).status;

  it('of /32 admits one address, of /0 a whole family, and mapped addresses are IPv4', async () => {
    const person = await newPerson(server, admin);
    await allow(person, '::ffff:203.0.113.7');
    expect(await statusFrom(person, HOME)).toBe(200);
    expect(await statusFrom(person, `::ffff:${HOME}`)).toBe(200);
    expect(await statusFrom(person, '203.0.113.6')).toBe(403);
    expect(await statusFrom(person, '203.0.113.8')).toBe(403);
    await allow(person, '0.0.0.0/0');
    expect(await statusFrom(person, AWAY)).toBe(200);
    expect(await statusFrom(person, '2001:db8::1')).toBe(403);
    await allow(person, '2001:db8::/64', '2001:db8:1::1/128');
    expect(await statusFrom(person, '2001:db8::ffff')).toBe(200);
    expect(await statusFrom(person, '2001:db8:1::1')).toBe(200);
    expect(await statusFrom(person, '2001:db8:1::2')).toBe(403);
  });

  it('that cannot be read admits no address: a list of such entries is not "allow all"', async () => {
    const person = await newPerson(server, admin);
    await server.database.query(
      "INSERT INTO ip_entries (id, user_id, cidr) VALUES (gen_random_uuid(), $1, '10.0.0.1/8')",
      [person.id],
    );
    await admin.api.patch(`users/${person.id}`, { name: 'so that the server reads the account again' });
    for (const address of ['10.0.0.1', HOME, '::1']) expect(await statusFrom(person, address)).toBe(403);
    const form = { username: person.email, password: person.password };
    expect((await postForm(`${server.baseUrl}/api/v1/login/access-token`, form, from(HOME))).status).toBe(403);
  });
});

/** Every way in, and everything a person holds, each as a call from an address. */
type Holdings = Record<string, (address: string) => Promise<Answer>>;
const SENTENCE = 'IP address not authorized';
const problem = { status: 403, detail: SENTENCE };
const oauth = { error: 'access_denied', error_description: SENTENCE };
const envelope = { error: { name: 'ForbiddenError', code: 'FORBIDDEN', message: SENTENCE } };

interface Kit {
  person: Person;
  client: OAuthClient;
  holdings: Holdings;
}

async function kitOf(person: Person, at: string): Promise<Kit> {
  const { baseUrl } = server;
  const { email, password } = person;
  const client = await addApplication(server.database, { ownerId: person.id, scopes: ['read:account'] });
  const oauthClient = { client_id: client.clientId, client_secret: client.clientSecret };
  const { key } = await addApiKey(server.database, { userId: person.id, scopes: ['read:account'] });
  const me = (headers: Headers) => (address: string) =>
    call(`${baseUrl}/api/v1/users/me`, { headers: { ...headers, ...from(address) } });
  const tokensOf = (answer: Answer): Pair => {
    expectOf(answer.text, answer.status).toBe(200);
    const { data } = answer.json as { data?: Pair };
    return data ?? (answer.json as Pair);
  };
  const signIn = {
    'login-access-token': (address: string) =>
      postForm(`${baseUrl}/api/v1/login/access-token`, { username: email, password }, from(address)),
    auth: (address: string) => postJson(`${baseUrl}/auth/login`, { username: email, password }, from(address)),
    'v1-auth': (address: string) => postJson(`${baseUrl}/v1/auth/login`, { email, password }, from(address)),
    'api-v1-auth': (address: string) =>
      postForm(`${baseUrl}/api/v1/auth/password`, { username: email, password }, from(address)),
    session: (address: string) => postJson(`${baseUrl}/v1/session/login`, { email, password }, from(address)),
    oauth: (address: string) =>
      postForm(
        `${baseUrl}/oauth/token`,
        { ...oauthClient, grant_type: 'password', username: email, password },
        from(address),
      ),
  };
  const once = tokensOf(await signIn['login-access-token'](at));
  const auth = tokensOf(await signIn.auth(at));
  const v1 = tokensOf(await signIn['v1-auth'](at));
  const apiV1 = tokensOf(await signIn['api-v1-auth'](at));
  const viaOauth = tokensOf(await signIn.oauth(at));
  const session = await signIn.session(at);
  const [cookie = ''] = session.headers['set-cookie'] ?? [];
  const refresh = (refresh_token: string) => ({ ...oauthClient, grant_type: 'refresh_token', refresh_token });
  return {
    person,
    client,
    holdings: {
      ...Object.fromEntries(Object.entries(signIn).map(([face, attempt]) => [`sign-in ${face}`, attempt])),
      'access token of login-access-token': me(bearer(once.access_token)),
      'access token of auth': me(bearer(auth.access_token)),
      'access token of v1-auth': me(bearer(v1.access_token)),
      'access token of api-v1-auth': me(bearer(apiV1.access_token)),
      'access token of oauth': me(bearer(viaOauth.access_token)),
      'api key': me({ 'x-api-key': key }),
      'api key in the query': (address) => call(`${baseUrl}/v1/users/me?api_key=${key}`, { headers: from(address) }),
      session: me({ cookie: cookie.split(';')[0] ?? '' }),
      'refresh auth': (address) =>
        postJson(`${baseUrl}/auth/refresh`, { refresh_token: auth.refresh_token }, from(address)),
      'refresh v1-auth': (address) =>
        postJson(`${baseUrl}/v1/auth/refresh`, { refresh_token: v1.refresh_token }, from(address)),
      'refresh api-v1-auth': (address) =>
        postForm(`${baseUrl}/api/v1/auth/refresh`, { refresh_token: apiV1.refresh_token }, from(address)),
      'refresh oauth': (address) => postForm(`${baseUrl}/oauth/token`, refresh(viaOauth.refresh_token), from(address)),
      // last, because it ends the sign-in
      'revoke auth': (address) => postJson(`${baseUrl}/auth/revoke`, { token: auth.access_token }, from(address)),
    },
  };
}

/** The body each face refuses an address with. */
function refusalOf(what: string): object {
  if (/^(sign-in|refresh|revoke) auth$/.test(what)) return envelope;
  if (/^(sign-in|refresh) oauth$/.test(what)) return oauth;
  return what === 'sign-in login-access-token' ? { detail: SENTENCE } : problem;
}

async function expectAll(holdings: Holdings, address: string, status: 200 | 403): Promise<void> {
  for (const [what, attempt] of Object.entries(holdings)) {
    const answer = await attempt(address);
    expectOf(`${what} from ${address}: ${answer.text}`, answer.status).toBe(status);
    if (status === 403) expectOf(what, answer.json).toMatchObject(refusalOf(what));
  }
}

describe('an address that is taken off the list of an account', () => {
  it('is refused at once on every face, with everything already issued, and nothing else is harmed', async () => {
    const { person, holdings } = await kitOf(await newPerson(server, admin), AWAY);
    await allow(person, HOME, AWAY);
    await expectAll({ key: holdings['api key']!, session: holdings.session! }, AWAY, 200);

    const list = `users/${person.id}/ip-whitelist`;
    const { data } = (await admin.api.get(list)).json as { data: { id: string; cidr: string }[] };
    const away = data.find(({ cidr }) => cidr === `${AWAY}/32`);
    expect((await admin.api.delete(`${list}/${away!.id}`)).status).toBe(204);

    await expectAll(holdings, AWAY, 403);
    await expectAll(holdings, '2001:db8::1', 403);
    // a refusal for the address used up nothing
    await expectAll(holdings, HOME, 200);
  });

  it('is refused within two seconds on another node', async () => {
    const settings = { TRUST_PROXY: '127.0.0.1', ISSUER: server.baseUrl };
    const second = await startLatchkey({ database: server.database, settings });
    try {
      const person = await newPerson(server, admin);
      const { key } = await addApiKey(server.database, { userId: person.id, scopes: ['read:account'] });
      const statuses = async () =>
        Promise.all(
          [bearer(person.token), { 'x-api-key': key }].map(
            async (headers) =>
              (await call(`${second.baseUrl}/v1/users/me`, { headers: { ...headers, ...from(AWAY) } })).status,
          ),
        );
      expect(await statuses()).toEqual([200, 200]);
      await allow(person, HOME);
      await eventually(statuses, (value) => expect(value).toEqual([403, 403]), { interval: 50 });
    } finally {
      await second.stop();
    }
  });
});

// What an attacker would gain: with a session cookie alone, from an address that the list refuses, a consent to their own
// application. The next time its owner is at home, it gets codes without a page.
describe('a consent', () => {
  const REFUSED = { error: 'access_denied', error_description: SENTENCE };
  const answerTo = (page: Page) => Object.fromEntries(page.leftFor?.searchParams ?? []);

  it('is kept only from an address that the list of the account allows', async () => {
    const person = await newPerson(server, admin);
    await allow(person, HOME);
    const party = await RelyingParty.at(server, { type: 'public', secret: null });
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(party.request(), from(HOME));
    const form = { username: person.email, password: person.password };
    expect((await browser.submit(page, form, from(HOME))).url).toContain('/interaction/consent');

    const asked = await browser.open(party.request(), from(AWAY));
    const allowed = await browser.submit(asked, { decision: 'allow' }, from(AWAY));
    expect(answerTo(allowed)).toMatchObject(REFUSED);
    expect(await server.database.query('SELECT FROM consents WHERE user_id = $1', [person.id])).toEqual([]);
    const audited = await server.database.query(
      "SELECT action FROM audit_events WHERE actor_id = $1 AND action LIKE 'consent.%'",
      [person.id],
    );
    expect(audited).toEqual([]);
    const silent = await browser.open(party.request({ prompt: 'none' }), from(HOME));
    expect(answerTo(silent)).toMatchObject({ error: 'consent_required' });

    const again = await browser.open(party.request(), from(HOME));
    expect(answerTo(await browser.submit(again, { decision: 'allow' }, from(HOME)))).toHaveProperty('code');
    const elsewhere = await browser.open(party.request({ prompt: 'none' }), from(AWAY));
    expect(answerTo(elsewhere)).toMatchObject(REFUSED);
  });
});

describe('the list of an application', () => {
  it('holds for its tokens and at every endpoint it authenticates to', async () => {
    const { client, holdings } = await kitOf(await newPerson(server, admin), AWAY);
    const path = `applications/${client.id}/ip-whitelist`;
    expect((await admin.api.post(path, { cidr: HOME })).status).toBe(201);
    const own = Object.fromEntries(Object.entries(holdings).filter(([what]) => what.endsWith(' oauth')));
    await expectAll(own, AWAY, 403);
    await expectAll(own, HOME, 200);

    for (const endpoint of ['introspect', 'revoke']) {
      const attempt = (address: string, secret: string) =>
        postForm(
          `${server.baseUrl}/oauth/${endpoint}`,
          { token: 'x' },
          { ...basic(client.clientId, secret), ...from(address) },
        );
      const refused = await attempt(AWAY, client.clientSecret);
      expect([refused.status, refused.json]).toEqual([403, oauth]);
      expect((await attempt(AWAY, 'wrong')).status).toBe(401);
      expect((await attempt(HOME, client.clientSecret)).status).toBe(200);
    }
  });

  it('holds for an application that acts for itself', async () => {
    const person = await newPerson(server, admin);
    const client = await addApplication(server.database, { ownerId: person.id, scopes: ['read:account'] });
    const token = (address: string) =>
      postForm(
        `${server.baseUrl}/oauth/token`,
        { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret },
        from(address),
      );
    const { access_token } = (await token(AWAY)).json as Pair;
    await admin.api.post(`applications/${client.id}/ip-whitelist`, { cidr: HOME });
    expect((await token(AWAY)).json).toEqual(oauth);
    const me = (address: string) =>
      call(`${server.baseUrl}/v1/users/me`, { headers: { ...bearer(access_token), ...from(address) } });
    expect((await me(AWAY)).json).toMatchObject(problem);
    expect((await me(HOME)).status).toBe(200);
  });

  // What an attacker would gain: a leaked client secret of an account that is bound to the office's network works
  // from everywhere, with all that its owner's role may hold.
  it('of its owner holds for an application that acts for itself, when it asks and when it calls', async () => {
    const person = await newPerson(server, admin);
    const client = await addApplication(server.database, {
      ownerId: person.id,
      scopes: ['read:account', 'read:ip-whitelist'],
    });
    const token = (address: string) =>
      postForm(
        `${server.baseUrl}/oauth/token`,
        { grant_type: 'client_credentials' },
        { ...basic(client.clientId, client.clientSecret), ...from(address) },
      );
    const { access_token } = (await token(AWAY)).json as Pair;
    await allow(person, HOME);
    const refused = await token(AWAY);
    expect([refused.status, refused.json]).toEqual([403, oauth]);
    expect((await token(HOME)).status).toBe(200);
    const me = (address: string) =>
      call(`${server.baseUrl}/v1/users/me`, { headers: { ...bearer(access_token), ...from(address) } });
    expect((await me(AWAY)).json).toMatchObject(problem);
    expect((await me(HOME)).status).toBe(200);
    const check = await call(`${server.baseUrl}/v1/ip-whitelist/check`, {
      headers: { ...bearer(access_token), ...from(HOME) },
    });
    const { lists } = check.json as { lists: { list: string; id: string }[] };
    expect(lists.map(({ list, id }) => [list, id])).toEqual([
      ['user', person.id],
      ['application', client.id],
    ]);
    // who types a password or refreshes there is another person, whose own list decides
    const other = await newPerson(server, admin);
    const { status } = await postForm(
      `${server.baseUrl}/oauth/token`,
      { grant_type: 'password', username: other.email, password: other.password },
      { ...basic(client.clientId, client.clientSecret), ...from(AWAY) },
    );
    expect(status).toBe(200);
  });

  it('of a built-in sign-in face holds for that face alone', async () => {
    const { data } = (await admin.api.get('applications?limit=200')).json as {
      data: { id: string; client_id: string }[];
    };
    const face = data.find(({ client_id }) => client_id === 'api-v1-auth');
    const { holdings } = await kitOf(await newPerson(server, admin), AWAY);
    const path = `applications/${face!.id}/ip-whitelist`;
    const added = await admin.api.post(path, { cidr: HOME });
    const [own, others] = [/ api-v1-auth$/, /^(?!.* api-v1-auth$)/].map((pattern) =>
      Object.fromEntries(Object.entries(holdings).filter(([what]) => pattern.test(what))),
    );
    await expectAll(own!, AWAY, 403);
    await expectAll(others!, AWAY, 200);
    await admin.api.delete(`${path}/${(added.json as { id: string }).id}`);
    await expectAll(own!, AWAY, 200);
  });
});

describe('the list of an API key', () => {
  it('holds for that key alone, and beside the list of the account', async () => {
    const person = await newPerson(server, admin);
    const [limited, free] = [
      await addApiKey(server.database, { userId: person.id, scopes: ['read:account'] }),
      await addApiKey(server.database, { userId: person.id, scopes: ['read:account'] }),
    ];
    const statuses = async (address: string) =>
      Promise.all(
        [limited, free].map(async ({ key }) => {
          const headers = { 'x-api-key': key, ...from(address) };
          return (await call(`${server.baseUrl}/v1/users/me`, { headers })).status;
        }),
      );
    expect(await statuses(AWAY)).toEqual([200, 200]);
    await admin.api.post(`api-keys/${limited.id}/ip-whitelist`, { cidr: HOME });
    expect(await statuses(AWAY)).toEqual([403, 200]);
    expect(await statuses(HOME)).toEqual([200, 200]);
    await allow(person, AWAY);
    expect(await statuses(AWAY)).toEqual([403, 200]);
    expect(await statuses(HOME)).toEqual([403, 403]);
  });
});

describe('a refusal for the address', () => {
  it('is told only to those who have the credentials', async () => {
    const person = await newPerson(server, admin);
    await allow(person, HOME);
    const form = { username: person.email, password: 'wrong' };
    const wrong = await postForm(`${server.baseUrl}/api/v1/login/access-token`, form, from(AWAY));
    expect([wrong.status, wrong.json]).toEqual([401, { detail: 'Incorrect email or password' }]);
    const unknown = await postJson(`${server.baseUrl}/auth/login`, { username: 'unknown', password: 'x' }, from(AWAY));
    expect(unknown.status).toBe(401);
    for (const headers of [bearer('x.y.z'), { 'x-api-key': 'sk_live_wrong' }]) {
      expect((await apiWith(server, { ...headers, ...from(AWAY) }).get('users/me')).status).toBe(401);
    }
    expect((await postJson(`${server.baseUrl}/auth/refresh`, { refresh_token: 'wrong' }, from(AWAY))).status).toBe(401);
  });

  it('says nothing of the list, and is audited with the address', async () => {
    const person = await newPerson(server, admin);
    await allow(person, HOME);
    const answer = await apiWith(server, { ...bearer(person.token), ...from(AWAY) }).get('users/me');
    expect(answer.text).not.toMatch(/203\.0\.113|198\.51\.100|whitelist/);
    await eventually(
      () =>
        server.database.query("SELECT host(ip) AS ip FROM audit_events WHERE actor_id = $1 AND outcome = 'refused'", [
          person.id,
        ]),
      (value) => expect(value).toEqual([{ ip: AWAY }]),
    );
  });
});

describe('Host and X-Forwarded-Host', () => {
  const EVIL = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
    'x-forwarded-proto': 'https',
  };

  it('never reach the issuer of a token, a link or a challenge', async () => {
    const person = await newPerson(server, admin);
    const form = { username: person.email, password: person.password };
    const signedIn = await postForm(`${server.baseUrl}/api/v1/auth/password`, form, EVIL);
    const { access_token, id_token } = signedIn.json as { access_token: string; id_token: string };
    for (const token of [access_token, id_token]) {
      const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
      expect((JSON.parse(claims) as { iss: string }).iss).toBe(server.baseUrl);
      expect(claims).not.toContain('evil');
    }
    for (const path of [
      '/api/v1/users/me',
      '/api/v1/nothing',
      '/.well-known/openid-configuration',
      '/health/ready',
      '/',
    ]) {
      const answer = await call(`${server.baseUrl}${path}`, { headers: EVIL });
      expect(`${answer.text} ${JSON.stringify(answer.headers)}`).not.toContain('evil');
    }
  });

  it('do not decide which site a write with a cookie comes from', async () => {
    const person = await newPerson(server, admin);
    const login = { email: person.email, password: person.password };
    const session = await postJson(`${server.baseUrl}/v1/session/login`, login);
    const [cookie = ''] = session.headers['set-cookie'] ?? [];
    const api = apiWith(server, { ...EVIL, cookie: cookie.split(';')[0] ?? '', origin: 'https://evil.example' });
    expect((await api.patch('users/me', { name: 'x' })).status).toBe(403);
  });
});

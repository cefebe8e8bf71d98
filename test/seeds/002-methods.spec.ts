import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { bearer } from '../support/http.js';
import { apiWith, type Pair } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { addUser } from '../support/user.js';
import { readDocument, requireDocuments } from './documents.js';
import { braced, commands, lines, python, substitute } from './extract.js';
import { Recorder } from './recorder.js';
import { Workplace } from './run.js';
import { expectOf } from '../support/expect-of.js';

const SUITE = 'the examples of document 002';
const TOOLS = ['curl', 'python3', 'python:requests', 'python:requests_oauthlib'];
const TOKEN = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...';
const RESOURCES = 'GET /v1/resources 200';

interface OAuthClient {
  client_id: string;
  client_secret: string;
}

/**
 * Substituted: the base URL, and where the document only names or begins one, tokens, keys, codes and client
 * credentials. The user of the examples exists: user@example.com with the password securepassword.
 */
(requireDocuments(SUITE) && requireTools(SUITE, TOOLS) ? describe : describe.skip)(SUITE, () => {
  let document: string;
  const clock = new TestClock();
  let latchkey: Latchkey;
  let recorder: Recorder;
  let workplace: Workplace;
  let curl: string[];
  const here = (snippet = '', more: Record<string, string> = {}) =>
    substitute(snippet, { 'https://api.example.com': latchkey.baseUrl, ...more });
  const shell = async (snippet: string): Promise<unknown> => JSON.parse((await workplace.shell(snippet)).out);
  const login = async () => (await shell(here(curl[0]))) as Pair;

  beforeAll(async () => {
    document = readDocument('002');
    curl = commands(document, 'curl');
    latchkey = await startLatchkey({ clock });
    recorder = new Recorder(latchkey);
    workplace = new Workplace();
    await addUser(latchkey, { email: 'user@example.com', password: 'securepassword' });
  });
  beforeEach(() => {
    recorder.take();
  });
  afterAll(async () => {
    recorder.stop();
    workplace.remove();
    await latchkey.stop();
  });

  /** An application of the user's own, as 002's readers register one. */
  async function register(body: object): Promise<OAuthClient> {
    const { access_token } = await login();
    const answer = await apiWith(latchkey, bearer(access_token)).post('applications', {
      name: 'Your app',
      scopes: ['read:resources', 'write:resources'],
      ...body,
    });
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as OAuthClient;
  }

  /** What a person does at the authorization URL, in a browser without JavaScript. */
  async function signInAndAllow(url: string): Promise<URL> {
    const browser = new Browser(latchkey.baseUrl);
    const { leftFor, text } = await browser.walk(await browser.open(url), {
      email: 'user@example.com',
      password: 'securepassword',
    });
    if (leftFor === undefined) throw new Error(`the browser never left:\n${text}`);
    return leftFor;
  }

  describe('JWT', () => {
    it('curl: obtain, use and refresh', async () => {
      const [, use, refresh] = curl;
      const first = await login();
      const pair = {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 3600,
      };
      expect(first).toEqual(pair);
      expect(await shell(here(use, { [TOKEN]: first.access_token }))).toEqual({ data: [], next_cursor: null });
      expect(await shell(here(refresh, { [TOKEN]: first.refresh_token }))).toEqual(pair);
      expect(recorder.take()).toEqual(['POST /v1/auth/login 200', RESOURCES, 'POST /v1/auth/refresh 200']);
    });

    it('Python: AuthManager goes on for hours with the first refresh token, which is the only one it stores', async () => {
      // the clock of the class is moved by giving its module another datetime; the class itself is as documented
      const harness = `
import datetime, json, sys
class MovedDatetime(datetime.datetime):
    ahead = datetime.timedelta()
    @classmethod
    def now(cls):
        return unmoved.now() + cls.ahead
unmoved, datetime.datetime = datetime.datetime, MovedDatetime
${python(document, 'import requests\n', 'API Key Authentication')}
manager = AuthManager('${latchkey.baseUrl}/v1')
manager.login('user@example.com', 'securepassword')
for line in sys.stdin:
    MovedDatetime.ahead += timedelta(seconds=int(line))
    answer = manager.make_request('GET', '/resources')
    print(json.dumps([answer.status_code, manager.access_token, manager.refresh_token]))
`;
      const dialogue = workplace.dialogue(harness);
      const pass = async (seconds: number) => {
        clock.advance(seconds);
        return (await dialogue.ask(String(seconds))) as [number, string, string];
      };
      const [status, firstAccess, firstRefresh] = await pass(0);
      expect(status).toBe(200);
      const seen = new Set([firstAccess]);
      for (const hours of [1, 3, 2]) {
        const [again, access, refresh] = await pass(hours * 3600);
        expect([again, refresh]).toEqual([200, firstRefresh]);
        expect(seen.has(access)).toBe(false);
        seen.add(access);
      }
      await dialogue.end();
      expect(recorder.take()).toEqual([
        'POST /v1/auth/login 200',
        RESOURCES,
        ...Array.from({ length: 3 }, () => ['POST /v1/auth/refresh 200', RESOURCES]).flat(),
      ]);
    });

    it('JavaScript: TokenManager, which sends {}, gets a clean 400 and no sign-in ends', async () => {
      const before = await login();
      for (const base of [latchkey.baseUrl, `${latchkey.baseUrl}/v1`]) {
        // as a browser would: the path is one of the page's host, and the timer fires when the token is nearly over
        const harness = `
          const timers = [];
          const setTimeout = (work, delay) => timers.push({ work, delay });
          const answers = [];
          const fetch = async (path, init) => {
            const answer = await globalThis.fetch('${base}' + path, init);
            answers.push([init.body, answer.status, await answer.clone().json()]);
            return answer;
          };
          ${braced(document, 'class TokenManager {')}
          const manager = new TokenManager();
          manager.setToken('${before.access_token}', 3600);
          const [{ work, delay }] = timers;
          work();
          while (timers.length < 2) await new Promise((resolve) => setImmediate(resolve));
          console.log(JSON.stringify({ delay, answers }));`;
        const { out, err } = await workplace.source('node', harness);
        expect(err).toBe('');
        const { delay, answers } = JSON.parse(out) as { delay: number; answers: [string, number, unknown][] };
        expect(delay).toBe(3_300_000);
        expect(answers).toHaveLength(1);
        const [body, status, answer] = answers[0]!;
        expect([body, status]).toEqual(['{}', 400]);
        expect(JSON.stringify(answer)).toMatch(/refresh_token: is required/);
      }
      const [, , refresh] = curl;
      await shell(here(refresh, { [TOKEN]: before.refresh_token }));
      expect(recorder.take().slice(1)).toEqual([
        'POST /auth/refresh 400',
        'POST /v1/auth/refresh 400',
        'POST /v1/auth/refresh 200',
      ]);
    });
  });

  describe('API keys', () => {
    it('curl: create one, and use it by header and by query', async () => {
      const [, , , create, byHeader, byQuery] = curl;
      const { access_token } = await login();
      const created = (await shell(here(create, { YOUR_JWT_TOKEN: access_token }))) as { key: string };
      expect(created).toMatchObject({
        id: expect.stringMatching(/^key_\w+$/),
        name: 'Production API Key',
        key: expect.stringMatching(/^sk_live_\w/),
        scopes: ['read:resources', 'write:resources'],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      });
      for (const use of [byHeader, byQuery]) {
        expect(await shell(here(use, { 'sk_live_xyz789...': created.key }))).toEqual({ data: [], next_cursor: null });
      }
      expect(recorder.take()).toEqual([
        'POST /v1/auth/login 200',
        'POST /v1/api-keys 201',
        RESOURCES,
        `GET /v1/resources?api_key=${created.key} 200`,
      ]);
    });

    it('shell and Python: keep the key in .env and in the environment', async () => {
      const script = lines(document, 'echo "API_KEY=sk_live_xyz789..." >> .env', 'echo ".env" >> .gitignore');
      const { out } = await workplace.shell(`${script}\ncat .env .gitignore`);
      expect(out).toBe('API_KEY=sk_live_xyz789...\n.env\n');
      const code = python(document, 'import os\n', '# Never commit');
      const ran = await workplace.source('python3', `${code}\nprint(API_KEY)`, { API_KEY: 'from the environment' });
      expect(ran.out).toBe('from the environment\n');
    });

    it('Python: rotate one, with the three functions that the document leaves to its reader', async () => {
      const { access_token } = await login();
      const [, , , create] = curl;
      const old = (await shell(here(create, { YOUR_JWT_TOKEN: access_token }))) as { id: string; key: string };
      const reader = `
import os, requests
api = requests.Session()
api.headers['Authorization'] = 'Bearer ${access_token}'
keys, old_key_id = '${latchkey.baseUrl}/v1/api-keys', '${old.id}'
def create_api_key():
    return api.post(keys, json={'name': 'Next', 'scopes': ['read:resources']}).json()['key']
def update_environment_variable(name, value):
    os.environ[name] = value
def schedule_deletion(key_id, days):
    print(days, api.delete(f'{keys}/{key_id}').status_code)
${python(document, 'def rotate_api_key():', 'OAuth 2.0\nAuthorization Code Flow')}
rotate_api_key()
print(requests.get('${latchkey.baseUrl}/v1/resources', headers={'X-API-Key': os.environ['API_KEY']}).status_code)
print(requests.get('${latchkey.baseUrl}/v1/resources', headers={'X-API-Key': '${old.key}'}).status_code)
`;
      const { out, err } = await workplace.source('python3', reader);
      expect(err).toBe('');
      expect(out).toBe('7 204\n200\n401\n');
    });
  });

  describe('OAuth 2.0', () => {
    const CALLBACK = 'https://your-app.com/callback';

    it('authorization code: the URL, the sign-in, the code, and curl to exchange it', async () => {
      const client = await register({ redirect_uris: [CALLBACK] });
      // the document breaks its URL into lines for the eye, and writes the space between two scopes as it is
      const url = lines(
        document,
        'https://api.example.com/oauth/authorize?',
        'state=random_state_stringStep 2: User authorizes your app',
      )
        .replace(/Step 2.*/, '')
        .replaceAll('\n', '')
        .replaceAll(' ', '%20');
      const answer = await signInAndAllow(here(url, { YOUR_CLIENT_ID: client.client_id }));
      expect(answer.href.startsWith(`${CALLBACK}?`)).toBe(true);
      expect(Object.fromEntries(answer.searchParams)).toEqual({
        code: expect.any(String),
        state: 'random_state_string',
        iss: latchkey.settings.issuer,
      });
      const exchange = here(curl[6], {
        AUTH_CODE: answer.searchParams.get('code') ?? '',
        YOUR_CLIENT_ID: client.client_id,
        YOUR_CLIENT_SECRET: client.client_secret,
      });
      const tokens = (await shell(exchange)) as Pair;
      expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 7200, scope: 'read:resources write:resources' });
      expect(await shell(here(curl[1], { [TOKEN]: tokens.access_token }))).toEqual({ data: [], next_cursor: null });
      // a code works once
      expect(await shell(exchange)).toMatchObject({ error: 'invalid_grant' });
      expect(await shell(here(curl[1], { [TOKEN]: tokens.access_token }))).toMatchObject({ status: 401 });
    });

    it('curl: client credentials', async () => {
      const client = await register({ grant_types: ['client_credentials'] });
      const tokens = (await shell(
        here(curl[7], { YOUR_CLIENT_ID: client.client_id, YOUR_CLIENT_SECRET: client.client_secret }),
      )) as Pair;
      expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 7200, scope: 'read:resources' });
      expect(tokens).not.toHaveProperty('refresh_token');
      expect(await shell(here(curl[1], { [TOKEN]: tokens.access_token }))).toEqual({ data: [], next_cursor: null });
    });

    it('Python: OAuthClient, from its authorization URL to a request with the token', async () => {
      const client = await register({ redirect_uris: [CALLBACK] });
      const dialogue = workplace.dialogue(`
import json, os, sys
os.environ['OAUTHLIB_INSECURE_TRANSPORT'] = '1'  # plain http, on this machine
${here(python(document, 'from requests_oauthlib', 'Session-Based Authentication'))}
client = OAuthClient('${client.client_id}', '${client.client_secret}', '${CALLBACK}')
for line in sys.stdin:
    if line == '\\n':
        print(json.dumps(client.get_authorization_url()))
    else:
        token = client.fetch_token(line.strip())
        answer = client.make_request(token, '${latchkey.baseUrl}/v1/resources')
        print(json.dumps([sorted(token['scope']), answer.status_code, answer.json()]))
`);
      const [url, state] = (await dialogue.ask('')) as [string, string];
      const callback = await signInAndAllow(url);
      expect(callback.searchParams.get('state')).toBe(state);
      expect(await dialogue.ask(callback.href)).toEqual([
        ['read:resources', 'write:resources'],
        200,
        { data: [], next_cursor: null },
      ]);
      await dialogue.end();
    });
  });

  it('session: curl signs in, uses the cookie and signs out', async () => {
    const [login, use, logout] = curl.slice(8);
    expect(await shell(here(login))).toMatchObject({ user: { email: 'user@example.com' } });
    expect(await shell(here(use))).toEqual({ data: [], next_cursor: null });
    expect(await shell(here(logout))).toEqual({});
    expect(await shell(here(use))).toMatchObject({ status: 401, detail: 'Could not validate credentials' });
    expect(recorder.take()).toEqual([
      'POST /v1/session/login 200',
      RESOURCES,
      'POST /v1/session/logout 200',
      'GET /v1/resources 401',
    ]);
  });

  it('curl: the list of resources shows the registered one', async () => {
    const { access_token } = await login();
    const body = { identifier: 'https://products.example.com/', name: 'Products', scopes: ['read_items'] };
    const created = await apiWith(latchkey, bearer(access_token)).post('/v1/resources', body);
    expectOf(created.text, created.status).toBe(201);
    expect(await shell(here(curl[1], { [TOKEN]: access_token }))).toMatchObject({ data: [body] });
  });
});

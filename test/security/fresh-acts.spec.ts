// What an attacker would gain: by an administrator's stolen session, without the phone, what a fresh second factor is asked for
// elsewhere, along a path that forgot to ask: the administrator's own whitelist opened, a brand given to an account of the
// attacker's, an API bound to another application, or an application registered with a secret.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FRESH_FOR } from '../../src/access/fresh-factor.js';
import { Authenticator } from '../support/authenticator.js';
import { expectOf } from '../support/expect-of.js';
import { type Answer, bearer, postJson } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const REDIRECT_URIS = { redirect_uris: ['https://app.example.com/callback'] };
const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let phone: Authenticator;

beforeAll(async () => {
  server = await startLatchkey({ clock, settings: { DYNAMIC_REGISTRATION: 'token' } });
  admin = await newPerson(server, await administrator(server), 'admin');
  phone = await Authenticator.of(admin.api, admin.password, clock);
});
afterAll(() => server.stop());

/** A session and an access token of the administrator, both with a factor just shown. */
async function signedIn(): Promise<Api[]> {
  const { email, password } = admin;
  const codeNow = () => {
    clock.advance(30);
    return phone.code();
  };
  const { headers } = await postJson(`${server.baseUrl}/v1/session/login`, { email, password, otp: codeNow() });
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const pair = await postJson(`${server.baseUrl}/v1/auth/login`, { email, password, otp: codeNow() });
  return [{ cookie }, bearer((pair.json as { access_token: string }).access_token)].map((by) => apiWith(server, by));
}

/** On what is not there: who is let in gets another answer than 401. */
const ACTS: Record<string, (api: Api) => Promise<Answer>> = {
  'add to their own whitelist': (api) => api.post('ip-whitelist', {}),
  'open their own whitelist': (api) => api.delete(`ip-whitelist/${NOWHERE}`),
  'give a brand another owner': (api) => api.put(`brands/${NOWHERE}/members/${NOWHERE}`, { role: 'owner' }),
  'remove an owner of a brand': (api) => api.delete(`brands/${NOWHERE}/members/${NOWHERE}`),
  'register an API': (api) => api.post('resources', {}),
  'change an API': (api) => api.patch(`resources/${NOWHERE}`, {}),
  'delete an API': (api) => api.delete(`resources/${NOWHERE}`),
  'register an application': (api) => api.post('/oauth/register', REDIRECT_URIS),
};

it.each(Object.entries(ACTS))('to %s takes a fresh second factor, in a session and by a token', async (_, act) => {
  const fresh = await signedIn();
  for (const each of fresh) expect((await act(each)).status).not.toBe(401);
  clock.advance(FRESH_FOR + 30);
  for (const each of fresh) {
    const refused = await act(each);
    expectOf(refused.text, refused.status).toBe(401);
    expect(String(refused.headers['www-authenticate'])).toContain('error="insufficient_user_authentication"');
  }
});

it('is asked of no administrator without a second factor, no member, and no API key', async () => {
  const member = await newPerson(server, await administrator(server));
  await Authenticator.of(member.api, member.password, clock);
  const [fresh] = await signedIn();
  const made = await fresh!.post('api-keys', { name: 'registers', scopes: ['register_clients', 'write:resources'] });
  const key = apiWith(server, { 'x-api-key': (made.json as { key: string }).key });
  clock.advance(FRESH_FOR + 30);
  const again = await administrator(server);
  clock.advance(FRESH_FOR + 30);
  for (const [i, { post }] of [again.api, member.api, key].entries()) {
    const body = { identifier: `https://api${String(i)}.example.com`, name: 'An API', scopes: ['public'] };
    expect((await post('resources', body)).status).toBe(201);
  }
  expect((await key.post('/oauth/register', REDIRECT_URIS)).status).toBe(201);
});

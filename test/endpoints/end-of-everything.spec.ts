import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { Receiver } from '../support/receiver.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';

let server: Latchkey;
let admin: Person;
let receiver: Receiver;
let shop: RelyingParty;
let wiki: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  admin = await administrator(server);
  receiver = await Receiver.start();
  const grantTypes = ['authorization_code', 'refresh_token', 'password'];
  const at = (path: string) => ({ backchannel_logout_uri: `${receiver.origin}/${path}` });
  shop = await RelyingParty.at(server, { grantTypes, metadata: at('shop') });
  wiki = await RelyingParty.at(server, {
    grantTypes,
    metadata: { ...at('wiki'), backchannel_logout_session_required: true },
  });
});
afterAll(async () => {
  await receiver.stop();
  await server.stop();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.status = 200;
});

/** The logout tokens that applications received, as `path sub sid`, once none is left to deliver. */
async function told(count: number): Promise<string[]> {
  await eventually(
    () => server.database.query('SELECT FROM logout_deliveries'),
    (waiting) => {
      expect(receiver.received.length).toBeGreaterThanOrEqual(count);
      expect(waiting).toHaveLength(0);
    },
  );
  return receiver.received
    .map(({ path, form }) => {
      const { sub, sid } = claimsOf(form.get('logout_token') ?? '');
      return `${path} ${String(sub)} ${String(sid)}`;
    })
    .sort();
}

const newBrowser = () => new Browser(server.baseUrl);
const notice = (path: string, idToken: string | undefined) => {
  const { sub, sid } = claimsOf(idToken);
  return `${path} ${String(sub)} ${String(sid)}`;
};

async function withPassword(party: RelyingParty, { email, password }: Person): Promise<string> {
  const answer = await party.token({ grant_type: 'password', username: email, password, scope: 'openid' });
  expect(answer.status).toBe(200);
  return (answer.json as { access_token: string }).access_token;
}

describe('everything of a user ends, and each application hears of it once', () => {
  const ends: Record<string, (person: Person) => Promise<{ status: number }>> = {
    'an admin disables them': ({ id }) => admin.api.patch(`users/${id}`, { disabled: true }),
    'an admin sets their password': ({ id }) => admin.api.patch(`users/${id}`, { password: 'another one entirely' }),
    'an admin changes their role': ({ id }) => admin.api.patch(`users/${id}`, { role: 'admin' }),
    'an admin deletes them': ({ id }) => admin.api.delete(`users/${id}`),
    'an incident': ({ id }) => admin.api.post('incidents/end', { user_id: id }),
    'they change their password': ({ api, password }) =>
      api.put('users/me/password', { current_password: password, new_password: 'another one entirely' }),
  };

  it.each(Object.entries(ends))('%s', async (_, end) => {
    const person = await newPerson(server, admin);
    const browser = newBrowser();
    const first = await shop.tokens(person, {}, browser);
    await shop.tokens(person, {}, browser);
    const second = await wiki.tokens(person, {}, browser);
    const elsewhere = await shop.tokens(person);
    expect((await end(person)).status).toBeLessThan(300);
    expect(await told(3)).toEqual(
      [notice('/shop', first.id_token), notice('/wiki', second.id_token), notice('/shop', elsewhere.id_token)].sort(),
    );
  });
});

it('sign-ins without a session: the application is told whose they were, if that is enough for it', async () => {
  const person = await newPerson(server, admin);
  await withPassword(shop, person);
  await withPassword(shop, person);
  await withPassword(wiki, person);
  await admin.api.patch(`users/${person.id}`, { disabled: true });
  expect(await told(1)).toEqual([`/shop ${person.id} undefined`]);
});

it('what goes on after a change of password is not said to be over', async () => {
  const person = await newPerson(server, admin);
  const kept = await withPassword(shop, person);
  const browser = newBrowser();
  const { id_token } = await wiki.tokens(person, {}, browser);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const change = { current_password: person.password, new_password: 'another one entirely' };
  const ownSession = apiWith(server, { cookie, origin: server.baseUrl, 'sec-fetch-site': 'same-origin' });
  expect((await ownSession.put('users/me/password', change)).status).toBeLessThan(300);
  // the session goes on, the sign-ins from it do not
  expect(await told(2)).toEqual([`/shop ${person.id} undefined`, notice('/wiki', id_token)].sort());
  expect((await ownSession.get('users/me')).status).toBe(200);
  expect((await apiWith(server, { authorization: `Bearer ${kept}` }).get('users/me')).status).toBe(401);
});

it('a session that has ended is not notified twice', async () => {
  const person = await newPerson(server, admin);
  const { id_token } = await shop.tokens(person);
  await admin.api.patch(`users/${person.id}`, { disabled: true });
  expect(await told(1)).toEqual([notice('/shop', id_token)]);
  await admin.api.patch(`users/${person.id}`, { disabled: false });
  await admin.api.patch(`users/${person.id}`, { disabled: true });
  await admin.api.delete(`sessions?user_id=${person.id}`);
  await admin.api.post('incidents/end', { user_id: person.id });
  expect(await told(1)).toEqual([notice('/shop', id_token)]);
});

it('two ends at once tell it once', async () => {
  const person = await newPerson(server, admin);
  const { id_token } = await shop.tokens(person);
  await Promise.all([
    admin.api.patch(`users/${person.id}`, { disabled: true }),
    admin.api.post('incidents/end', { user_id: person.id }),
    admin.api.patch(`users/${person.id}`, { password: 'another one entirely' }),
    admin.api.delete(`sessions?user_id=${person.id}`),
  ]);
  expect(await told(1)).toEqual([notice('/shop', id_token)]);
});

it('an application that is away hears of it when it is back, even of a deleted person', async () => {
  receiver.status = 503;
  const person = await newPerson(server, admin);
  const { id_token } = await shop.tokens(person);
  await admin.api.delete(`users/${person.id}`);
  await eventually(
    () => receiver.received.length,
    (value) => expect(value).toBe(1),
  );
  receiver.status = 200;
  await server.database.query(`UPDATE logout_deliveries SET next_attempt_at = now()`);
  expect(await told(2)).toEqual([notice('/shop', id_token), notice('/shop', id_token)]);
});

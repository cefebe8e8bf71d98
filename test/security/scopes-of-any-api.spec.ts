// What an attacker would gain: an application that registered itself with few scopes asks for more than a person was shown,
// or takes some by a grant that no person consents to. And what honest clients lose without the rule: programs register with
// the scope of the first refusal, and ask for more at the next one with the same client_id (a step-up of MCP).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { basic, bearer, call, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Latchkey;
let admin: Person;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
  admin = await administrator(server);
  person = await newPerson(server, admin);
  for (const scope of [{ name: 'tools:use' }, { name: 'tools:more' }, { name: 'tools:rule', admin_only: true }]) {
    const answer = await admin.api.post('scopes', { description: 'Tools', ...scope });
    expectOf(answer.text, answer.status).toBe(201);
  }
});
afterAll(() => server.stop());

interface Registered {
  client_id: string;
  client_secret: string;
  scope: string;
  registration_access_token: string;
  registration_client_uri: string;
}

async function registered(metadata: object = {}) {
  const body = { redirect_uris: [CALLBACK], scope: 'openid offline_access tools:use', ...metadata };
  const answer = await postJson(`${server.baseUrl}/oauth/register`, body);
  expectOf(answer.text, answer.status).toBe(201);
  const said = answer.json as Registered;
  const { client_id: clientId, client_secret: clientSecret } = said;
  const sql = 'SELECT id FROM applications WHERE client_id = $1';
  const [row] = await server.database.query<{ id: string }>(sql, [clientId]);
  const id = row?.id ?? '';
  const change = async (settings: object) => {
    const changed = await admin.api.patch(`applications/${id}`, settings);
    expectOf(changed.text, changed.status).toBe(200);
  };
  return { said, change, party: RelyingParty.of(server, { id, clientId, clientSecret }, CALLBACK) };
}

type Party = Awaited<ReturnType<typeof registered>>['party'];

async function scopesOf(party: Party, scope: string | undefined, of = person): Promise<string[]> {
  return (await party.tokens(of, { scope })).scope.split(' ').sort();
}

describe('an application that registered itself with scopes', () => {
  it('has them by default, and may ask people for those of any API', async () => {
    const { said, party } = await registered();
    expect(said.scope.split(' ').sort()).toEqual(['offline_access', 'openid', 'tools:use']);
    expect(await scopesOf(party, undefined)).toEqual(['offline_access', 'openid', 'tools:use']);
    const browser = new Browser(server.baseUrl);
    const asked = { scope: 'openid offline_access tools:use tools:more' };
    const consent = await browser.submit(await browser.open(party.request(asked)), {
      username: person.email,
      password: person.password,
    });
    expect(consent.text).toContain('tools:more');
    const back = await browser.submit(consent, { decision: 'allow' });
    const redeemed = await party.redeem(back.leftFor?.searchParams.get('code') ?? '');
    expect([redeemed.status, redeemed.json]).toMatchObject([200, asked]);
    const { refresh_token } = redeemed.json as { refresh_token: string };
    const refreshed = await party.token({ grant_type: 'refresh_token', refresh_token });
    expect([refreshed.status, refreshed.json]).toMatchObject([200, asked]);
    const headers = bearer(said.registration_access_token);
    expect((await call(said.registration_client_uri, { headers })).json).toMatchObject({ scope: said.scope });
  });

  it('asks for none that administrators alone may hold, of this server, or unknown, of any person', async () => {
    const { party } = await registered();
    const scope = 'openid tools:more tools:rule write:users read_items nonsense profile';
    expect(await scopesOf(party, scope)).toEqual(['openid', 'tools:more']);
    expect(await scopesOf(party, scope, admin)).toEqual(['openid', 'tools:more']);
  });

  it('loses one that becomes reserved for administrators', async () => {
    await admin.api.post('scopes', { name: 'tools:later', description: 'Tools' });
    const { party } = await registered();
    const { refresh_token = '' } = await party.tokens(admin, { scope: 'openid offline_access tools:later' });
    expect((await admin.api.patch('scopes/tools:later', { admin_only: true })).status).toBe(200);
    const refreshed = await party.token({ grant_type: 'refresh_token', refresh_token });
    expect(refreshed.json).toMatchObject({ scope: 'openid offline_access' });
  });

  it('asks by a device', async () => {
    const { said } = await registered({ grant_types: [DEVICE_CODE], redirect_uris: [], scope: 'openid' });
    const headers = basic(said.client_id, said.client_secret);
    const start = { scope: 'openid tools:more write:users' };
    const asked = await postForm(`${server.baseUrl}/oauth/device_authorization`, start, headers);
    const { device_code, user_code } = asked.json as { device_code: string; user_code: string };
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.submit(await browser.open('/device'), { user_code });
    const page = await browser.submit(signIn, { username: person.email, password: person.password });
    expect(page.text).toContain('tools:more');
    await browser.submit(page, { decision: 'allow' });
    const tokens = await postForm(`${server.baseUrl}/oauth/token`, { grant_type: DEVICE_CODE, device_code }, headers);
    expect([tokens.status, tokens.json]).toMatchObject([200, { scope: 'openid tools:more' }]);
  });

  it('has no more of them where no person is asked: by a grant that an administrator gave', async () => {
    const { said, change } = await registered();
    await change({ grant_types: ['authorization_code', 'client_credentials'] });
    const alone = (form: object) =>
      postForm(
        `${server.baseUrl}/oauth/token`,
        { grant_type: 'client_credentials', ...form },
        basic(said.client_id, said.client_secret),
      );
    expect((await alone({ scope: 'tools:more' })).json).toMatchObject({ error: 'invalid_scope' });
    expect((await alone({ scope: 'tools:use tools:more' })).json).toMatchObject({ scope: 'tools:use' });
    expect((await alone({})).text).not.toContain('tools:more');
  });

  it('has no more of them where no person is asked: first-party', async () => {
    const { change, party } = await registered();
    await change({ first_party: true });
    expect(await scopesOf(party, 'openid tools:use tools:more')).toEqual(['openid', 'tools:use']);
  });

  it('keeps to the list that an administrator sets, also in what was granted, and by its registration token', async () => {
    const { said, change, party } = await registered();
    const { refresh_token = '' } = await party.tokens(person, { scope: 'openid offline_access tools:more' });
    await change({ scopes: ['openid', 'offline_access'] });
    const refreshed = await party.token({ grant_type: 'refresh_token', refresh_token });
    expect(refreshed.json).toMatchObject({ scope: 'openid offline_access' });
    expect(await scopesOf(party, 'openid tools:more')).toEqual(['openid']);
    const headers = { ...bearer(said.registration_access_token), 'content-type': JSON_TYPE };
    const { client_id } = said;
    const body = JSON.stringify({ client_id, redirect_uris: [CALLBACK], scope: 'openid offline_access' });
    expect((await call(said.registration_client_uri, { method: 'PUT', headers, body })).status).toBe(200);
    expect(await scopesOf(party, 'openid tools:more')).toEqual(['openid']);
  });
});

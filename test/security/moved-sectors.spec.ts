// What an attacker would gain: the subjects by which another application knows people. Who has them signed in to a pairwise
// application of one host, and then registers another's host for it, would be told them of those who came before.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { basic, bearer, call, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { eventually } from '../support/eventually.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type ApplicationRow } from '../support/oauth-application.js';
import { claimsOf, type IdTokenAnswer, RelyingParty } from '../support/relying-party.js';
import { Receiver } from '../support/receiver.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const SHOP = 'https://shop.example.com/callback';
const OWN = 'https://mallory.example.net/cb';
const PAIRWISE = { subject_type: 'pairwise' } as const;
const ALL = 'openid profile email offline_access';

const clock = new TestClock();
let server: Latchkey;
let other: Latchkey;
let host: DocumentHost;
let admin: Person;
let owner: Person;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey({
    clock,
    settings: { DYNAMIC_REGISTRATION: 'open', FETCH_ALLOW_NETWORKS: '127.0.0.0/8' },
  });
  other = await startLatchkey({
    clock: new TestClock(),
    settings: { ISSUER: server.settings.issuer, FETCH_ALLOW_NETWORKS: '127.0.0.0/8' },
    database: server.database,
  });
  host = await DocumentHost.start();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  person = await newPerson(server, admin);
});
afterAll(async () => {
  await other.stop();
  await server.stop();
  await host.stop();
});

const application = (row: ApplicationRow = {}) =>
  RelyingParty.at(server, { ownerId: owner.id, redirectUris: [OWN], metadata: PAIRWISE, ...row });
const change = async (party: RelyingParty, body: object, by = owner) => {
  expect((await by.api.patch(`applications/${party.client.id}`, body)).status).toBe(200);
};
const refreshed = (party: RelyingParty, { refresh_token = '' }: IdTokenAnswer) =>
  party.token({ grant_type: 'refresh_token', refresh_token });
const subjects = async (clientId: string, viewer = owner) => {
  const { json } = await viewer.api.get(`consents?client_id=${encodeURIComponent(clientId)}`);
  return (json as { data: { user: { sub: string } }[] }).data.map(({ user }) => user.sub);
};
const userinfo = async ({ access_token }: IdTokenAnswer) =>
  (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token) })).status;

/** Nothing tells the application another subject of the person than the one it was told. */
async function expectEnded(party: RelyingParty, tokens: IdTokenAnswer) {
  const { status, json } = await refreshed(party, tokens);
  expect([status, json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  expect(await userinfo(tokens)).toBe(401);
  expect(await subjects(party.client.clientId, admin)).toEqual([]);
}

async function expectKept(party: RelyingParty, tokens: IdTokenAnswer) {
  const { sub } = claimsOf(tokens.id_token);
  const { status, json } = await refreshed(party, tokens);
  expect([status, claimsOf((json as IdTokenAnswer).id_token).sub]).toEqual([200, sub]);
  expect(await userinfo(tokens)).toBe(200);
  expect(await subjects(party.client.clientId, admin)).toEqual([sub]);
}

describe('the sign-ins and consents of a pairwise application', () => {
  it.each<[string, ApplicationRow, object]>([
    ['the host of its redirect URIs', {}, { redirect_uris: [SHOP] }],
    ['its redirect URIs for those of a device', {}, { redirect_uris: ['com.example.gadget:/callback'] }],
    ['public subjects for pairwise ones', { metadata: {} }, { ...PAIRWISE, redirect_uris: [SHOP] }],
    ['pairwise subjects for public ones', {}, { subject_type: 'public' }],
  ])('end where it changes %s', async (_what, row, body) => {
    const party = await application(row);
    const tokens = await party.tokens(person, { scope: ALL });
    const waiting = await party.authorize(person, { scope: ALL });
    await change(party, body);
    await expectEnded(party, tokens);
    expect((await party.redeem(waiting.searchParams.get('code') ?? '')).status).toBe(400);
  });

  it('end where its registration is replaced', async () => {
    const metadata = { ...PAIRWISE, grant_types: ['authorization_code', 'refresh_token'], scope: ALL };
    const { json } = await postJson(`${server.baseUrl}/oauth/register`, { ...metadata, redirect_uris: [OWN] });
    const client = json as Record<'client_id' | 'client_secret' | 'registration_access_token', string>;
    const { client_id, client_secret: clientSecret } = client;
    const party = RelyingParty.of(server, { id: '', clientId: client_id, clientSecret }, OWN);
    const replace = async (more: object) => {
      const { status } = await call(`${server.baseUrl}/oauth/register/${client_id}`, {
        method: 'PUT',
        headers: { ...bearer(client.registration_access_token), 'content-type': JSON_TYPE },
        body: JSON.stringify({ client_id, ...metadata, ...more }),
      });
      expect(status).toBe(200);
    };
    const tokens = await party.tokens(person, { scope: ALL });
    await replace({ redirect_uris: [OWN, `${OWN}/other`], client_name: 'Other' });
    await expectKept(party, tokens);
    const others = await party.tokens(person, { scope: ALL });
    await replace({ redirect_uris: [SHOP] });
    await expectEnded(party, others);
  });

  it('end where its document says so, also before it has come for a person again', async () => {
    const clientId = host.publish('not yet');
    const document = {
      client_id: clientId,
      client_name: 'Gadget',
      grant_types: ['authorization_code', 'refresh_token'],
      ...PAIRWISE,
    };
    host.replace(clientId, { ...document, redirect_uris: [OWN] });
    const party = RelyingParty.of(server, { id: '', clientId, clientSecret: '' }, OWN);
    const token = (form: Record<string, string>) =>
      postForm(`${server.baseUrl}/oauth/token`, { client_id: clientId, ...form });
    const back = await party.authorize(person, { scope: ALL });
    const code = back.searchParams.get('code') ?? '';
    const redeemed = await party.redeem(code, { client_id: clientId }, { authorization: '' });
    expect([redeemed.status, redeemed.text]).toEqual([200, expect.anything()]);
    const tokens = redeemed.json as IdTokenAnswer;
    const refresh = (refresh_token = '') => token({ grant_type: 'refresh_token', refresh_token });

    host.replace(clientId, { ...document, client_name: 'Other', redirect_uris: [`${OWN}/other`] });
    clock.advance(600);
    const kept = await refresh(tokens.refresh_token);
    expect([kept.status, claimsOf((kept.json as IdTokenAnswer).id_token).sub]).toEqual([
      200,
      claimsOf(tokens.id_token).sub,
    ]);
    expect(await subjects(clientId, admin)).toHaveLength(1);

    host.replace(clientId, { ...document, redirect_uris: [SHOP] });
    clock.advance(600);
    const refused = await refresh((kept.json as IdTokenAnswer).refresh_token);
    expect([refused.status, refused.json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
    expect(await subjects(clientId, admin)).toEqual([]);
  });

  it('know no other subjects at a node that read an earlier document', async () => {
    const clientId = host.publish('not yet');
    const document = { client_id: clientId, grant_types: ['authorization_code', 'refresh_token'], ...PAIRWISE };
    const refresh = async (node: Latchkey, refresh_token = '') => {
      const form = { client_id: clientId, grant_type: 'refresh_token', refresh_token };
      return (await postForm(`${node.baseUrl}/oauth/token`, form)).json as IdTokenAnswer;
    };
    const signIn = async (redirectUri: string) => {
      const party = RelyingParty.of(server, { id: '', clientId, clientSecret: '' }, redirectUri);
      const back = await party.authorize(person, { scope: ALL });
      const code = back.searchParams.get('code') ?? '';
      return (await party.redeem(code, { client_id: clientId }, { authorization: '' })).json as IdTokenAnswer;
    };
    host.replace(clientId, { ...document, redirect_uris: [SHOP] });
    const shop = await signIn(SHOP);
    const there = await refresh(other, shop.refresh_token);
    expect(claimsOf(there.id_token).sub).toBe(claimsOf(shop.id_token).sub);
    host.replace(clientId, { ...document, redirect_uris: [OWN] });
    clock.advance(600);
    const own = await signIn(OWN);
    expect(claimsOf(own.id_token).sub).not.toBe(claimsOf(shop.id_token).sub);
    const again = await refresh(other, own.refresh_token);
    expect(claimsOf(again.id_token).sub).toBe(claimsOf(own.id_token).sub);
    expect(await refresh(other, there.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it.each<[string, object]>([
    ['its name', { name: 'Renamed' }],
    ['the path of a redirect URI, or has one more', { redirect_uris: [`${OWN}/other`, OWN] }],
    ['how it authenticates', { token_endpoint_auth_method: 'client_secret_post' }],
  ])('stay where it changes %s', async (_what, body) => {
    const party = await application();
    const tokens = await party.tokens(person, { scope: ALL });
    await change(party, body);
    if ('token_endpoint_auth_method' in body) expect(await subjects(party.client.clientId, admin)).toHaveLength(1);
    else await expectKept(party, tokens);
  });

  it('stay where one with public subjects moves', async () => {
    const party = await application({ metadata: {} });
    const tokens = await party.tokens(person, { scope: ALL });
    await change(party, { redirect_uris: [SHOP] });
    await expectKept(party, tokens);
  });
});

it('an application that moved signs people in again, also by an id_token of before', async () => {
  const party = await application();
  const browser = new Browser(server.baseUrl);
  const { id_token } = await party.tokens(person, { scope: ALL }, browser);
  const other = await newPerson(server, admin);
  await change(party, { redirect_uris: ['https://moved.example.org/cb'] });
  clock.advance(5);
  const moved = RelyingParty.of(server, party.client, 'https://moved.example.org/cb');
  const hinted = { scope: ALL, id_token_hint: id_token };
  const silent = await moved.authorize(person, { ...hinted, prompt: 'none' }, browser);
  expect(silent.searchParams.get('error')).toBe('login_required');
  const again = await moved.tokens(person, hinted, browser);
  expect(claimsOf(again.id_token).sub).not.toBe(claimsOf(id_token).sub);
  // one of after names the person still
  const later = { ...hinted, id_token_hint: again.id_token };
  expect((await moved.authorize(person, { ...later, prompt: 'none' }, browser)).searchParams.has('code')).toBe(true);
  expect((await moved.authorize(other, later)).searchParams.get('error')).toBe('login_required');
});

it('an application that moved is told no other subjects by sign-outs, nor its owner by the list of consents', async () => {
  const receiver = await Receiver.start();
  const at = (path: string) => ({ ...PAIRWISE, backchannel_logout_uri: `${receiver.origin}/${path}` });
  const shop = await application({ redirectUris: [SHOP], metadata: at('shop') });
  const party = await application({ metadata: at('moved') });
  const late = await application({ metadata: at('late') });
  const heard = (path: string) => receiver.received.filter((one) => one.path === `/${path}`);
  try {
    const browser = new Browser(server.baseUrl);
    await party.tokens(person, { scope: 'openid' }, browser);
    const { id_token } = await shop.tokens(person, { scope: 'openid' }, browser);
    const shopSub = claimsOf(id_token).sub as string;
    await change(party, { redirect_uris: [SHOP] });
    const moved = RelyingParty.of(server, party.client, SHOP);
    await moved.authorize(person, { scope: 'openid' }, browser);
    expect(await subjects(party.client.clientId, admin)).toEqual([shopSub]);
    expect(await subjects(party.client.clientId)).toEqual([expect.not.stringContaining(shopSub)]);

    receiver.status = 503;
    await late.tokens(person, { scope: 'openid' }, browser);
    clock.advance(5);
    await browser.open(`/oauth/end-session?${new URLSearchParams({ id_token_hint: id_token! }).toString()}`);
    await eventually(
      () => [heard('shop').length, heard('late').length],
      (told) => expect(told).toEqual([1, 1]),
    );
    clock.advance(5);
    await change(late, { redirect_uris: [SHOP] });
    receiver.status = 200;
    clock.advance(60);
    await eventually(
      () => server.database.query('SELECT FROM logout_deliveries'),
      (rows) => expect(rows).toHaveLength(0),
    );
    const told = [...heard('moved'), ...heard('late')].map(({ form }) => claimsOf(form.get('logout_token')!).sub);
    expect(told).not.toContain(shopSub);
    expect([heard('moved').length, heard('late').length]).toEqual([0, 1]);
  } finally {
    await receiver.stop();
  }
});

it('the tokens of an application that acts for itself alone go on', async () => {
  const { clientId, clientSecret, id } = await addApplication(server.database, {
    ownerId: owner.id,
    grantTypes: ['client_credentials'],
    scopes: ['introspect_tokens', 'read_items'],
    defaultScopes: ['read_items'],
  });
  const form = { grant_type: 'client_credentials' };
  const { json } = await postForm(`${server.baseUrl}/oauth/token`, form, basic(clientId, clientSecret));
  const { access_token } = json as IdTokenAnswer;
  expect((await owner.api.patch(`applications/${id}`, PAIRWISE)).status).toBe(200);
  const introspection = { token: access_token };
  const answer = await postForm(`${server.baseUrl}/oauth/introspect`, introspection, basic(clientId, clientSecret));
  expect(answer.json).toMatchObject({ active: true });
});

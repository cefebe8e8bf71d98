import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import type { ApplicationRow } from '../support/oauth-application.js';
import { Receiver } from '../support/receiver.js';
import { claimsOf, type IdTokenAnswer, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const SCOPE = 'openid email';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
/** As HTTP clients of servers and browsers send them. */
const FROM_SERVER = { accept: '*/*' };
const FROM_BROWSER = { accept: 'text/html,*/*;q=0.8', origin: 'https://app.example.com', 'sec-fetch-mode': 'navigate' };

let server: Latchkey;
let ada: Person;
let receiver: Receiver;

beforeAll(async () => {
  server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  ada = await newPerson(server, await administrator(server));
  receiver = await Receiver.start();
});
afterAll(async () => {
  await receiver.stop();
  await server.stop();
});

const post = (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
  postForm(`${server.baseUrl}/oauth/end-session`, form, { ...FROM_SERVER, ...headers });

const isLive = async ({ access_token }: IdTokenAnswer) =>
  (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token) })).status === 200;

interface Held {
  party: RelyingParty;
  tokens: IdTokenAnswer;
}

/** Two applications that a person signed in to in one browser. */
async function signedInToTwo(row: ApplicationRow = {}, otherRow: ApplicationRow = {}) {
  const browser = new Browser(server.baseUrl);
  const held = async (party: RelyingParty): Promise<Held> => ({
    party,
    tokens: await party.tokens(ada, { scope: SCOPE }, browser),
  });
  const own = await held(await RelyingParty.at(server, row));
  const other = await held(await RelyingParty.at(server, otherRow));
  const goesOn = async () => {
    const page = await browser.open(other.party.request({ prompt: 'none', scope: 'openid' }));
    return page.leftFor?.searchParams.has('code') ?? false;
  };
  return { own, other, goesOn };
}

const secretOf = ({ party: { client } }: Held) => ({ client_id: client.clientId, client_secret: client.clientSecret });
const hintOf = ({ tokens }: Held) => ({ id_token_hint: tokens.id_token ?? '' });

const takenBack = ({ party: { client } }: Held) => ada.api.delete(`consents/${client.clientId}`);
const signInEnded = ({ tokens }: Held) => ada.api.delete(`grants/${String(claimsOf(tokens.access_token).sid)}`);
const allSignInsEnded = ({ party: { client } }: Held) => ada.api.delete(`grants?client_id=${client.clientId}`);
const givenBack = (held: Held) => postForm(revocation(), { ...secretOf(held), token: held.tokens.refresh_token ?? '' });
const revocation = () => `${server.baseUrl}/oauth/revoke`;
const expired = ({ tokens }: Held) =>
  server.database.query("UPDATE sign_ins SET expires_at = now() - interval '1 hour' WHERE id = $1", [
    claimsOf(tokens.access_token).sid,
  ]);

describe('an id_token that a server posts alone', () => {
  it('ends what its application holds in the session, and nothing else', async () => {
    const { own, other, goesOn } = await signedInToTwo();
    const elsewhere = await own.party.tokens(ada, { scope: SCOPE });
    const answer = await post(hintOf(own));
    expect([answer.status, answer.text, answer.headers['cache-control']]).toEqual([204, '', 'no-store']);
    expect([await isLive(own.tokens), await isLive(other.tokens), await isLive(elsewhere)]).toEqual([
      false,
      true,
      true,
    ]);
    const refresh = { grant_type: 'refresh_token', refresh_token: own.tokens.refresh_token ?? '' };
    expect((await own.party.token(refresh)).status).toBe(400);
    expect(await goesOn()).toBe(true);
    expect((await post(hintOf(own))).status).toBe(204);
  });

  it('is told by who asked, in the audit trail', async () => {
    const { own } = await signedInToTwo();
    await post(hintOf(own));
    const [event] = await server.database.query<{ actor_type: string; actor_id: string }>(
      "SELECT actor_type, actor_id FROM audit_events WHERE action = 'sign-in.revoke' ORDER BY id DESC LIMIT 1",
    );
    expect(event).toEqual({ actor_type: 'application', actor_id: own.party.client.clientId });
  });

  it('leaves a sign-in alone that may go on offline', async () => {
    const party = await RelyingParty.at(server);
    const tokens = await party.tokens(ada, { scope: 'openid offline_access', prompt: 'consent' });
    expect((await post({ id_token_hint: tokens.id_token ?? '' })).status).toBe(204);
    expect(await isLive(tokens)).toBe(true);
  });

  it('may come with an Authorization header that is no client authentication', async () => {
    for (const authorization of ['Bearer x', 'DPoP x']) {
      const { own, other } = await signedInToTwo();
      const form = { ...hintOf(own), client_id: own.party.client.clientId };
      expect((await post(form, { authorization })).status).toBe(204);
      expect([await isLive(own.tokens), await isLive(other.tokens)]).toEqual([false, true]);
    }
  });

  it('sent by a browser is for the person there to decide, with empty fields too', async () => {
    const { own } = await signedInToTwo();
    const empty = await post({ ...hintOf(own), client_secret: '', refresh_token: '' }, FROM_BROWSER);
    expect(empty.headers.location).toContain('/interaction/sign-out');
    const answer = await post(hintOf(own), FROM_BROWSER);
    expect([answer.status, answer.headers.location]).toEqual([303, expect.stringContaining('/interaction/sign-out')]);
    expect(await isLive(own.tokens)).toBe(true);
  });

  it('may be left out: without a token the person is asked, as in a browser', async () => {
    const { own } = await signedInToTwo();
    const forms: Record<string, string>[] = [{}, { client_id: own.party.client.clientId }];
    for (const form of forms) expect((await post(form)).status).toBe(303);
    expect(await isLive(own.tokens)).toBe(true);
  });

  it.each([
    ['an id_token that is none', () => ({ id_token_hint: 'e30.e30.e30' }), 'id_token_hint'],
    ['an access token', ({ tokens }: Held) => ({ id_token_hint: tokens.access_token }), 'id_token_hint'],
  ])('must be one: %s is refused in the words of OAuth', async (_, form, field) => {
    const { own } = await signedInToTwo();
    const answer = await post(form(own));
    expect([answer.status, answer.json]).toEqual([
      400,
      { error: 'invalid_request', error_description: expect.stringContaining(field) },
    ]);
    expect(await isLive(own.tokens)).toBe(true);
  });
});

describe('a client that authenticates', () => {
  it('ends the session as a whole by an id_token, and the others hear of it', async () => {
    receiver.received.length = 0;
    const { own, other, goesOn } = await signedInToTwo(
      { authMethod: 'client_secret_post' },
      { metadata: { backchannel_logout_uri: `${receiver.origin}/other` } },
    );
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect([await isLive(own.tokens), await isLive(other.tokens), await goesOn()]).toEqual([false, false, false]);
    await eventually(
      () => receiver.received.map(({ path }) => path),
      (paths) => expect(paths).toEqual(['/other']),
    );
  });

  it.each(['form', 'json'])('may show a refresh token instead, as a %s', async (kind) => {
    const { own, other, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    const body = { ...secretOf(own), refresh_token: own.tokens.refresh_token ?? '' };
    const answer =
      kind === 'form' ? await post(body) : await postJson(`${server.baseUrl}/oauth/end-session`, body, FROM_SERVER);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([await isLive(own.tokens), await isLive(other.tokens), await goesOn()]).toEqual([false, false, false]);
  });

  it('may authenticate by HTTP Basic, for any Accept header', async () => {
    const { own, goesOn } = await signedInToTwo();
    const { clientId, clientSecret } = own.party.client;
    const headers = { ...basic(clientId, clientSecret), accept: 'text/html, image/gif, image/jpeg, *; q=.2' };
    expect((await post({ refresh_token: own.tokens.refresh_token ?? '' }, headers)).status).toBe(204);
    expect([await isLive(own.tokens), await goesOn()]).toEqual([false, false]);
  });

  it('ends a sign-in by its refresh token although it may go on offline', async () => {
    const party = await RelyingParty.at(server, { authMethod: 'client_secret_post' });
    const tokens = await party.tokens(ada, { scope: 'openid offline_access', prompt: 'consent' });
    const held = { party, tokens };
    expect((await post({ ...secretOf(held), refresh_token: tokens.refresh_token ?? '' })).status).toBe(204);
    expect(await isLive(tokens)).toBe(false);
  });

  it('with a wrong secret ends nothing', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    const answer = await post({ ...hintOf(own), ...secretOf(own), client_secret: 'wrong' });
    expect([answer.status, (answer.json as { error: string }).error]).toEqual([401, 'invalid_client']);
    expect([await isLive(own.tokens), await goesOn()]).toEqual([true, true]);
  });

  it('ends nothing by the tokens of another application', async () => {
    const { own, other, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    const stolen = await post({ ...secretOf(own), refresh_token: other.tokens.refresh_token ?? '' });
    expect(stolen.status).toBe(204);
    const { client_secret, ...named } = secretOf(own);
    for (const form of [
      { ...named, client_secret, ...hintOf(other) },
      { client_secret, ...hintOf(other) },
    ]) {
      expect([400, 401]).toContain((await post(form)).status);
    }
    expect((await post({ ...hintOf(other) }, basic(own.party.client.clientId, client_secret))).status).not.toBe(204);
    expect([await isLive(own.tokens), await isLive(other.tokens), await goesOn()]).toEqual([true, true, true]);
  });

  it('is not what a public application becomes: its tokens end what it holds, and the session goes on', async () => {
    const { own, other, goesOn } = await signedInToTwo({ type: 'public', secret: null });
    const form = { client_id: own.party.client.clientId, refresh_token: own.tokens.refresh_token ?? '' };
    expect((await post(form)).status).toBe(204);
    expect([await isLive(own.tokens), await isLive(other.tokens), await goesOn()]).toEqual([false, true, true]);
  });

  it('is held to the whitelist of the application', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    const { api } = await administrator(server);
    const list = `applications/${own.party.client.id}/ip-whitelist`;
    expect((await api.post(list, { cidr: '192.0.2.1/32' })).status).toBe(201);
    await eventually(
      async () => (await post({ ...hintOf(own), ...secretOf(own) })).status,
      (status) => expect(status).toBe(403),
    );
    expect(await goesOn()).toBe(true);
  });
});

// An application that lost the person's trust would gain their sign-out everywhere, as often as they sign in.
describe('an application that the person has turned out', () => {
  it.each([
    ['whose consent was taken back', {}, takenBack, 204],
    ['whose sign-in was ended', {}, signInEnded, 204],
    ['of the operator, whose sign-in was ended', { firstParty: true }, signInEnded, 204],
    ['whose sign-ins were all ended', {}, allSignInsEnded, 204],
    ['that revoked everything of all people at once', {}, (held: Held) => postForm(revocation(), secretOf(held)), 200],
  ])('%s, ends the session by none of its tokens', async (_, row, turnedOut, status) => {
    const { own, other, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post', ...row });
    expect((await turnedOut(own)).status).toBe(status);
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect((await post({ ...secretOf(own), refresh_token: own.tokens.refresh_token ?? '' })).status).toBe(204);
    expect([await isLive(other.tokens), await goesOn()]).toEqual([true, true]);
  });

  it('is another than one whose tokens have only expired', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    await expired(own);
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect(await goesOn()).toBe(false);
  });

  it('and was let in again ends what it is in again', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    expect((await takenBack(own)).status).toBe(204);
    const elsewhere = await own.party.tokens(ada, { scope: SCOPE });
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect([await goesOn(), await isLive(elsewhere)]).toEqual([true, true]);
    expect((await post({ ...hintOf({ ...own, tokens: elsewhere }), ...secretOf(own) })).status).toBe(204);
    expect(await isLive(elsewhere)).toBe(false);
  });

  it.each([
    ['whose consent was taken back', takenBack],
    ['whose sign-in was ended', signInEnded],
    ['whose sign-ins were all ended', allSignInsEnded],
  ])('%s after it had given its tokens back, ends nothing; let in again neither', async (_, turnedOut) => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    expect((await givenBack(own)).status).toBe(200);
    expect((await turnedOut(own)).status).toBe(204);
    await own.party.tokens(ada, { scope: SCOPE });
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect(await goesOn()).toBe(true);
    expect((await signInEnded(own)).status).toBe(404);
  });

  it('whose consent was taken back after its tokens had expired, ends nothing; let in again neither', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    await expired(own);
    expect((await takenBack(own)).status).toBe(204);
    await own.party.tokens(ada, { scope: SCOPE });
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect(await goesOn()).toBe(true);
  });

  it('whose refresh token was used twice, and gives it back then, ends nothing', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post', refreshReuse: 0 });
    const refresh = { ...secretOf(own), grant_type: 'refresh_token', refresh_token: own.tokens.refresh_token ?? '' };
    const statuses = [];
    for (let i = 0; i < 2; i++) statuses.push((await postForm(`${server.baseUrl}/oauth/token`, refresh)).status);
    expect([...statuses, (await givenBack(own)).status]).toEqual([200, 400, 200]);
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect(await goesOn()).toBe(true);
  });
});

// Libraries revoke the tokens before they sign the person out.
describe('an application that has given its own tokens back', () => {
  it.each<[string, (held: Held) => Promise<Answer>, number]>([
    ['at the revocation endpoint', givenBack, 200],
    ['by its id_token', (held) => post(hintOf(held)), 204],
  ])('%s, ends the session by its id_token still', async (_, gaveBack, status) => {
    const { own, other, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    expect((await gaveBack(own)).status).toBe(status);
    expect([await isLive(own.tokens), await isLive(other.tokens), await goesOn()]).toEqual([false, true, true]);
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect([await isLive(other.tokens), await goesOn()]).toEqual([false, false]);
  });

  it('ends it by its refresh token, too', async () => {
    const { own, goesOn } = await signedInToTwo({ authMethod: 'client_secret_post' });
    expect((await givenBack(own)).status).toBe(200);
    expect((await post({ ...secretOf(own), refresh_token: own.tokens.refresh_token ?? '' })).status).toBe(204);
    expect(await goesOn()).toBe(false);
  });
});

describe('an application that a device was allowed to', () => {
  /** The device, and another application, in one browser. */
  async function withDevice() {
    const device = await RelyingParty.at(server, {
      authMethod: 'client_secret_post',
      grantTypes: ['authorization_code', 'refresh_token', DEVICE_CODE],
    });
    const browser = new Browser(server.baseUrl);
    const other = await RelyingParty.at(server);
    await other.tokens(ada, { scope: SCOPE }, browser);
    const identity = { client_id: device.client.clientId, client_secret: device.client.clientSecret };
    const begun = await postForm(`${server.baseUrl}/oauth/device_authorization`, { ...identity, scope: SCOPE });
    const { device_code, user_code } = begun.json as { device_code: string; user_code: string };
    const page = await browser.submit(await browser.open('/device'), { user_code });
    await browser.submit(page, { decision: 'allow' });
    const form = { ...identity, grant_type: DEVICE_CODE, device_code };
    const tokens = (await postForm(`${server.baseUrl}/oauth/token`, form)).json as IdTokenAnswer;
    const goesOn = async () => {
      const silent = await browser.open(other.request({ prompt: 'none', scope: 'openid' }));
      return silent.leftFor?.searchParams.has('code') ?? false;
    };
    expect([await isLive(tokens), await goesOn()]).toEqual([true, true]);
    return { own: { party: device, tokens }, goesOn };
  }

  it.each<[string, (held: Held) => Promise<unknown>]>([
    ['ends the session in which it was', () => Promise.resolve()],
    ['ends it after its tokens have expired', expired],
    ['ends it after it has given them back', givenBack],
  ])('%s', async (_, before) => {
    const { own, goesOn } = await withDevice();
    await before(own);
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect(await goesOn()).toBe(false);
  });

  it.each<[string, (held: Held) => Promise<unknown>, (held: Held) => Promise<Answer>]>([
    ['with its consents', () => Promise.resolve(), takenBack],
    ['by its sign-in', () => Promise.resolve(), signInEnded],
    ['by all its sign-ins', () => Promise.resolve(), allSignInsEnded],
    ['with its consents, given back before', givenBack, takenBack],
    ['with its consents, expired before', expired, takenBack],
    ['by all its sign-ins, expired before', expired, allSignInsEnded],
  ])('and turned out %s, ends nothing; let in again neither', async (_, before, turnedOut) => {
    const { own, goesOn } = await withDevice();
    await own.party.tokens(ada, { scope: SCOPE });
    await before(own);
    expect((await turnedOut(own)).status).toBe(204);
    await own.party.tokens(ada, { scope: SCOPE });
    expect((await post({ ...hintOf(own), ...secretOf(own) })).status).toBe(204);
    expect(await goesOn()).toBe(true);
  });
});

it('a pairwise subject is traced back to no one by an id_token, but by a refresh token', async () => {
  const { own, goesOn } = await signedInToTwo({
    authMethod: 'client_secret_post',
    metadata: { subject_type: 'pairwise' },
  });
  expect((await post(hintOf(own))).status).toBe(204);
  const refused = await post({ ...hintOf(own), ...secretOf(own) });
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('refresh_token: is required')]);
  expect(await isLive(own.tokens)).toBe(true);
  expect((await post({ ...secretOf(own), refresh_token: own.tokens.refresh_token ?? '' })).status).toBe(204);
  expect([await isLive(own.tokens), await goesOn()]).toEqual([false, false]);
});

// A sign-in that begins while its browser session or its consent is ended must not outlive it. Otherwise a thief with a
// stolen browser keeps tokens after the person has ended that session, no application is told by back channel, and an
// application keeps the access that was just taken from it. What a device was allowed is as good as a sign-in: a thief
// who had one allowed would get its tokens after everything was ended. So would who pushed a request with a stolen secret.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { holdRow } from '../support/held-row.js';
import { type Answer, basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Latchkey;
let admin: Person;
let party: RelyingParty;
let television: OAuthClient;
let person: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  party = await RelyingParty.at(server);
  television = await addApplication(server.database, {
    type: 'public',
    secret: null,
    grantTypes: [DEVICE_CODE, 'refresh_token'],
    scopes: ['read_items'],
  });
});
afterAll(() => server.stop());

/** A person who has allowed the application everything it asks for, and their browser. */
async function signedInAndConsented(): Promise<void> {
  person = await newPerson(server, admin);
  browser = new Browser(server.baseUrl);
  await party.authorize(person, {}, browser);
}

async function sessionId(): Promise<string> {
  const sessions = await server.database.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [
    person.id,
  ]);
  expect(sessions).toHaveLength(1);
  return sessions[0]?.id ?? '';
}

const endSession = async (id: string) => {
  expect((await person.api.delete(`sessions/${id}`)).status).toBe(204);
};
const takeBack = (clientId = party.client.clientId) => person.api.delete(`consents/${clientId}`);

/** The person's sign-ins to an application that would still work. */
function living({ id }: { id: string }): Promise<unknown[]> {
  const text = 'SELECT id FROM sign_ins WHERE user_id = $1 AND application_id = $2 AND revoked_at IS NULL';
  return server.database.query(text, [person.id, id]);
}

describe('an authorization code', () => {
  it('is not issued under a session that is being ended', async () => {
    await signedInAndConsented();
    const id = await sessionId();
    const held = await holdRow(server.database, 'sessions', { id });
    const ending = endSession(id);
    await held.waiting(1);
    const asked = Array.from({ length: 24 }, () => browser.open(party.request({ scope: 'openid offline_access' })));
    const scoped = browser.open(party.request());
    await held.waiting(2);
    await held.release();
    await ending;
    const pages = await Promise.all([...asked, scoped]);
    expect(pages.filter(({ leftFor }) => leftFor?.searchParams.has('code') === true)).toEqual([]);
    expect(await living(party.client)).toEqual([]);
  });

  it.each([
    ['taken back', () => takeBack(), 204],
    ['ended with all that is left', () => person.api.delete('users/me/remaining-credentials'), 200],
  ])('is not issued on a consent that is being %s', async (_, end, status) => {
    await signedInAndConsented();
    const key = { user_id: person.id, application_id: party.client.id };
    const held = await holdRow(server.database, 'consents', key);
    const ending = end();
    await held.waiting(1);
    const asked = browser.open(party.request());
    await held.waiting(2);
    await held.release();
    expect((await ending).status).toBe(status);
    const { leftFor } = await asked;
    expect(leftFor?.searchParams.get('error')).toBe('login_required');
    expect(await living(party.client)).toEqual([]);
  });

  it('is worth nothing once its session or its consent has ended, however that came about', async () => {
    await signedInAndConsented();
    const first = await party.authorize(person, {}, browser);
    await server.database.query('UPDATE sessions SET revoked_at = now() WHERE user_id = $1', [person.id]);
    const refused = await party.redeem(first.searchParams.get('code') ?? '');
    expect([refused.status, refused.json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);

    const second = await party.authorize(person, {}, new Browser(server.baseUrl));
    await server.database.query('DELETE FROM consents WHERE user_id = $1', [person.id]);
    const gone = await party.redeem(second.searchParams.get('code') ?? '');
    expect([gone.status, gone.json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  });
});

describe('the tokens of a code', () => {
  it('carry no scope that the application lost since the code was issued', async () => {
    const other = await RelyingParty.at(server, { scopes: ['read_items', 'write_items'] });
    person = await newPerson(server, admin);
    const back = await other.authorize(person, { scope: 'read_items write_items' });
    const narrowed = await admin.api.patch(`applications/${other.client.id}`, { scopes: ['read_items'] });
    expect(narrowed.status).toBe(200);
    const { json } = await other.redeem(back.searchParams.get('code') ?? '');
    expect(json).toMatchObject({ scope: 'read_items' });
  });
});

describe('a device that was allowed', () => {
  async function allowed(): Promise<string> {
    await signedInAndConsented();
    const form = { client_id: television.clientId };
    const answer = await postForm(`${server.baseUrl}/oauth/device_authorization`, form);
    const { device_code, user_code } = answer.json as { device_code: string; user_code: string };
    const page = await browser.submit(await browser.open('/device'), { user_code });
    await browser.submit(page, { decision: 'allow' });
    return device_code;
  }

  function poll(device_code: string): Promise<Answer> {
    const form = { grant_type: DEVICE_CODE, client_id: television.clientId, device_code };
    return postForm(`${server.baseUrl}/oauth/token`, form);
  }

  function expectNothing({ status, json }: Answer): void {
    expect(status).toBe(400);
    expect(json).not.toHaveProperty('access_token');
  }

  it('gets nothing once the session has ended', async () => {
    const code = await allowed();
    await endSession(await sessionId());
    expectNothing(await poll(code));
    expect(await living(television)).toEqual([]);
  });

  it('gets nothing when the session is ended while it asks', async () => {
    const code = await allowed();
    const id = await sessionId();
    const held = await holdRow(server.database, 'sessions', { id });
    const ending = endSession(id);
    await held.waiting(1);
    const polled = poll(code);
    await held.waiting(2);
    await held.release();
    await ending;
    expectNothing(await polled);
    expect(await living(television)).toEqual([]);
  });

  it('gets nothing once the person took back what they allowed it', async () => {
    const code = await allowed();
    expect((await takeBack(television.clientId)).status).toBe(204);
    expectNothing(await poll(code));
    expect(await living(television)).toEqual([]);
  });

  const ofTelevision = () => `applications/${television.id}`;
  const ENDINGS: [string, () => Promise<Answer>][] = [
    ['everything of the application was ended', () => admin.api.post(`${ofTelevision()}/end-everything`, {})],
    [
      'the application was disabled, and enabled again',
      async () => {
        await admin.api.patch(ofTelevision(), { disabled: true });
        return admin.api.patch(ofTelevision(), { disabled: false });
      },
    ],
    [
      'an incident ended everything of the application',
      () => admin.api.post('incidents/end', { client_id: television.clientId }),
    ],
    [
      'an incident ended what the person has there',
      () => admin.api.post('incidents/end', { client_id: television.clientId, user_id: person.id }),
    ],
    [
      'an incident ended what the person began from the network of the device',
      () => admin.api.post('incidents/end', { user_id: person.id, ip: '127.0.0.0/8', before: '2999-01-01T00:00:00Z' }),
    ],
    ['the person ended all their sign-ins', () => person.api.delete('grants')],
    ['the person ended those of the application', () => person.api.delete(`grants?client_id=${television.clientId}`)],
  ];

  it.each(ENDINGS)('gets nothing once %s', async (_, end) => {
    const code = await allowed();
    const ended = await end();
    expect(ended.status).toBeLessThan(300);
    expectNothing(await poll(code));
    expect(await living(television)).toEqual([]);
  });

  it('gets nothing when the person ends their sign-ins while it asks', async () => {
    const code = await allowed();
    const [device] = await server.database.query<{ id: string }>('SELECT id FROM device_codes WHERE user_id = $1', [
      person.id,
    ]);
    const held = await holdRow(server.database, 'device_codes', { id: device?.id ?? '' });
    const ending = person.api.delete('grants');
    await held.waiting(1);
    const polled = poll(code);
    await held.waiting(2);
    await held.release();
    expect((await ending).status).toBe(204);
    expectNothing(await polled);
    expect(await living(television)).toEqual([]);
  });

  it('gets its tokens when others are ended', async () => {
    const code = await allowed();
    expect((await admin.api.delete('grants')).status).toBe(204);
    expect((await poll(code)).status).toBe(200);
  });

  it('gets its tokens otherwise', async () => {
    expect((await poll(await allowed())).status).toBe(200);
    expect(await living(television)).toHaveLength(1);
  });
});

describe('a request that an application pushed', () => {
  const ofParty = () => `applications/${party.client.id}`;

  async function pushed(): Promise<string> {
    const { clientId, clientSecret } = party.client;
    const form = Object.fromEntries(new URL(party.request(), server.baseUrl).searchParams);
    const answer = await postForm(`${server.baseUrl}/oauth/par`, form, basic(clientId, clientSecret));
    const { request_uri = '' } = answer.json as { request_uri?: string };
    return `/oauth/authorize?${new URLSearchParams({ client_id: clientId, request_uri }).toString()}`;
  }

  it.each<[string, () => Promise<Answer>]>([
    ['everything of the application was ended', () => admin.api.post(`${ofParty()}/end-everything`, {})],
    [
      'the application was disabled, and enabled again',
      async () => {
        await admin.api.patch(ofParty(), { disabled: true });
        return admin.api.patch(ofParty(), { disabled: false });
      },
    ],
    [
      'an incident ended everything of the application',
      () => admin.api.post('incidents/end', { client_id: party.client.clientId }),
    ],
  ])('gets no code once %s', async (_, end) => {
    await signedInAndConsented();
    const [asked, stays] = [await pushed(), await pushed()];
    const waiting = new Browser(server.baseUrl);
    const page = await waiting.open(stays);
    expect(page.status).toBe(200);
    expect((await end()).status).toBeLessThan(300);
    const refused = await browser.open(asked);
    expect([refused.status, refused.leftFor]).toEqual([400, undefined]);
    expect((await waiting.walk(page, person)).leftFor?.searchParams.get('code')).toBeUndefined();
    const again = await browser.open(await pushed());
    expect(again.leftFor?.searchParams.get('code')).toEqual(expect.any(String));
  });
});

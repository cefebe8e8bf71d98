/*
 * What an attacker would gain: the account, again and again. Who had a session of it for a minute allowed an application of
 * their own once. After its owner has set another password by a mailed link, has taken a change of address back, or an
 * administrator has reset or disabled the account, any link with `prompt=none` would give that application a code without
 * a page, and all scopes that the thief allowed.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SignInEndings } from '../../src/persistence/sign-ins/sign-in-endings.js';
import { TemporarilyUnavailable } from '../../src/protocol/refusal.js';
import { Browser, type Page } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { linkIn, MailServer } from '../support/mail-server.js';
import { administrator, newPerson, type Person, signedIn } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';

const NEW = 'another password of theirs';
const WIDE = 'openid profile email offline_access read_items';

interface Remaining {
  applications: { client_id: string }[];
  consents: { client_id: string; name: string; scopes: string[] }[];
}

let mail: MailServer;
let server: Latchkey;
let admin: Person;
let evil: RelyingParty;
/** Gives a browser a session, and asks for no consent. */
let own: RelyingParty;
let person: Person;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ host: 'localhost', settings: { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000' } });
  admin = await administrator(server);
  own = await RelyingParty.at(server, { firstParty: true });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});
beforeEach(async () => {
  const thief = await newPerson(server, admin);
  const redirectUris = ['https://evil.example/cb'];
  evil = await RelyingParty.at(server, { name: 'Evil', ownerId: thief.id, redirectUris });
  person = await newPerson(server, admin);
  await evil.authorize(person, { scope: WIDE });
});

async function inBrowser(password: string): Promise<Browser> {
  const browser = new Browser(server.baseUrl);
  await own.authorize({ email: person.email, password }, {}, browser);
  return browser;
}

/** What a link without a page gives the application: a code, or why not. */
async function silently(browser: Browser, scope = WIDE): Promise<string | null | undefined> {
  const { leftFor } = await browser.open(evil.request({ scope, prompt: 'none' }));
  expect(leftFor?.host).toBe('evil.example');
  return leftFor?.searchParams.has('code') === true ? 'a code' : leftFor?.searchParams.get('error');
}

/** How the application comes back for tokens, after it was given some without a page. */
async function refreshOfEvil(browser: Browser) {
  const { leftFor } = await browser.open(evil.request({ scope: WIDE, prompt: 'none' }));
  const { json } = await evil.redeem(leftFor?.searchParams.get('code') ?? '');
  return { grant_type: 'refresh_token', refresh_token: (json as { refresh_token: string }).refresh_token };
}

async function setBy(link: string, keep = ''): Promise<void> {
  const browser = new Browser(server.baseUrl);
  const done = await browser.submit(await browser.open(link), { new_password: NEW, repeated: NEW, keep });
  expectOf(done.text, done.status).toBe(200);
}

async function reset(keep = ''): Promise<string> {
  const browser = new Browser(server.baseUrl);
  await browser.submit(await browser.open('/interaction/forgotten'), { username: person.email });
  await setBy(linkIn(await mail.next(person.email, 'Set a new password')), keep);
  return NEW;
}

async function change(body: object): Promise<void> {
  const answer = await admin.api.patch(`users/${person.id}`, body);
  expectOf(answer.text, answer.status).toBe(200);
}

async function undo(): Promise<string> {
  const email = `moved-${person.email}`;
  await person.api.patch('users/me', { email, current_password: person.password });
  const code = /\b\d{6}\b/.exec((await mail.next(email, 'Confirm your address')).text)?.[0];
  expect((await person.api.post('users/me/verification', { code })).status).toBe(200);
  const link = linkIn(await mail.next(person.email, 'The address of your account was changed'));
  const browser = new Browser(server.baseUrl);
  expect((await browser.submit(await browser.open(link), {})).text).toContain('Your address is back');
  await setBy(linkIn(await mail.next(person.email, 'Set a new password')));
  return NEW;
}

async function endRemaining(): Promise<string> {
  const ended = await person.api.delete('users/me/remaining-credentials');
  expectOf(ended.text, ended.status).toBe(200);
  return person.password;
}

async function changeOwn(): Promise<Remaining> {
  const body = { current_password: person.password, new_password: NEW };
  const answer = await person.api.put('users/me/password', body);
  expectOf(answer.text, answer.status).toBe(200);
  return (answer.json as { remaining: Remaining }).remaining;
}

const listed = async (by: Person, query = '') =>
  ((await by.api.get(`consents${query}`)).json as { data: { application: { client_id: string } }[] }).data;

const ofEvil = () => ({ client_id: evil.client.clientId, name: 'Evil', scopes: WIDE.split(' ') });

describe('what a thief allowed an application is asked for again after', () => {
  it.each<[string, () => Promise<string>]>([
    ['a mailed reset', () => reset()],
    ['a reset by an administrator', () => change({ password: NEW }).then(() => NEW)],
    ['an undone change of address', undo],
    [
      'the account was disabled and enabled',
      async () => {
        await change({ disabled: true });
        await change({ disabled: false });
        return person.password;
      },
    ],
    ['everything that was left was ended', endRemaining],
  ])('%s', async (_, end) => {
    expect(await silently(await inBrowser(person.password))).toBe('a code');
    const owner = (await admin.api.get(`users/${person.id}`)).json as { id: string };
    const password = await end();
    const browser = await inBrowser(password);
    expect(await silently(browser)).toBe('consent_required');
    expect((await browser.open(evil.request({ scope: WIDE }))).text).toContain('Evil');
    expect(await listed(admin, `?user_id=${owner.id}`)).toEqual([]);
    expect(await listed(admin, `?client_id=${evil.client.clientId}`)).toEqual([]);
    const left = await admin.api.get(`users/${person.id}/remaining-credentials`);
    expect((left.json as Remaining).consents).toEqual([]);
  });
});

describe('a consent after a reset', () => {
  it('allows what its page showed, and nothing that was allowed before', async () => {
    await change({ password: NEW });
    const browser = await inBrowser(NEW);
    await evil.authorize({ email: person.email, password: NEW }, { scope: 'openid' }, browser);
    expect(await silently(browser, 'openid')).toBe('a code');
    expect(await silently(browser)).toBe('consent_required');
    const again = await signedIn(server, person.email, NEW);
    expect(await listed(again)).toMatchObject([
      { application: { client_id: evil.client.clientId }, scopes: ['openid'] },
    ]);
  });

  it('of before is none of the thousand that there may be', async () => {
    await server.database.query(
      `WITH made AS (INSERT INTO applications (id, client_id, name, grant_types, scopes, default_scopes, redirect_uris, updated_at)
         SELECT gen_random_uuid(), gen_random_uuid()::text, 'Many', '{}', '{}', '{}', '{}', now() FROM generate_series(1, 999) RETURNING id)
       INSERT INTO consents (user_id, application_id, scopes) SELECT $1, id, '{openid}' FROM made`,
      [person.id],
    );
    await change({ password: NEW });
    const other = await RelyingParty.at(server, { name: 'Wanted', redirectUris: ['https://wanted.example/cb'] });
    const back = await other.authorize({ email: person.email, password: NEW });
    expect(back.searchParams.has('code')).toBe(true);
  });

  it('goes on where the person keeps the rest', async () => {
    expect(await silently(await inBrowser(await reset('on')))).toBe('a code');
  });
});

describe('after a person has changed their password', () => {
  it('what they allowed is listed and goes on, and ends with all that was left', async () => {
    expect((await changeOwn()).consents).toMatchObject([ofEvil()]);
    const browser = await inBrowser(NEW);
    const refresh = await refreshOfEvil(browser);
    const unredeemed = await browser.open(evil.request({ scope: WIDE, prompt: 'none' }));

    const ended = await person.api.delete('users/me/remaining-credentials');
    expect(ended.json).toMatchObject({ consents: [ofEvil()] });
    expect((await evil.token(refresh)).status).toBe(400);
    expect((await evil.redeem(unredeemed.leftFor?.searchParams.get('code') ?? '')).status).toBe(400);
    expect(await silently(browser)).toBe('consent_required');
    const [event] = await server.database.query<{ details: { consents: number } }>(
      "SELECT details FROM audit_events WHERE action = 'user.end-remaining' AND target_id = $1",
      [person.id],
    );
    expect(event?.details.consents).toBe(1);
  });
});

// otherwise one outage at the right moment lets the thief's application go on for as long as it refreshes
it('what an outage broke off half-way is listed still, and ended when it is asked for again', async () => {
  const browser = await inBrowser(person.password);
  const refresh = await refreshOfEvil(browser);
  const outage = new TemporarilyUnavailable('the database is away');
  jest.spyOn(partOf(server, SignInEndings), 'end').mockRejectedValueOnce(outage);
  expect((await person.api.delete('users/me/remaining-credentials')).status).toBe(503);
  expect(await silently(browser)).toBe('consent_required');
  const other = await RelyingParty.at(server, { redirectUris: ['https://other.example/cb'] });
  await other.authorize(person);
  const left = (await person.api.get('users/me/remaining-credentials')).json as Remaining;
  expect(left.consents).toMatchObject([{ client_id: other.client.clientId }, ofEvil()]);
  await endRemaining();
  expect((await evil.token(refresh)).status).toBe(400);
  expect(await server.database.query('SELECT FROM consents WHERE user_id = $1', [person.id])).toEqual([]);
});

it('an administrator’s reset lists what was not allowed again', async () => {
  const answer = await admin.api.patch(`users/${person.id}`, { password: NEW });
  expect((answer.json as { remaining: Remaining }).remaining).toMatchObject({ consents: [] });
});

describe('a code that begins while everything that was left is ended', () => {
  it('is worth nothing', async () => {
    const browser = await inBrowser(person.password);
    const [pages] = await Promise.all([
      Promise.all(Array.from({ length: 12 }, () => browser.open(evil.request({ scope: WIDE, prompt: 'none' })))),
      endRemaining(),
    ]);
    const codes = pages.flatMap((page: Page) => page.leftFor?.searchParams.get('code') ?? []);
    for (const code of codes) expect((await evil.redeem(code)).status).toBe(400);
    const living = 'SELECT FROM sign_ins WHERE user_id = $1 AND application_id = $2 AND revoked_at IS NULL';
    expect(await server.database.query(living, [person.id, evil.client.id])).toEqual([]);
  });
});

describe('an application of a person that others have allowed', () => {
  // a redirect URI that a thief added to it takes their codes without a page
  it('is among what remains, also where it has no credentials of its own', async () => {
    const body = { name: 'A page', type: 'public', scopes: ['openid'], redirect_uris: ['https://page.example/cb'] };
    const page = (await person.api.post('applications', body)).json as { id: string; client_id: string };
    expect((await changeOwn()).applications).toEqual([]);
    const other = await newPerson(server, admin);
    await server.database.query("INSERT INTO consents (user_id, application_id, scopes) VALUES ($1, $2, '{openid}')", [
      other.id,
      page.id,
    ]);
    const ended = (await person.api.delete('users/me/remaining-credentials')).json as Remaining;
    expect(ended.applications).toMatchObject([{ client_id: page.client_id }]);
    expect((await admin.api.get(`applications/${page.id}`)).json).toMatchObject({ disabled: true });
  });
});

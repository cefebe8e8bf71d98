// What an attacker would gain: an account that was just taken back, by their own change of its password that was under way
// then; or a password that an administrator wants gone, kept by a change that began before the demand. And what an
// administrator ends in that very moment would live on, as what the change keeps.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { holdRow } from '../support/held-row.js';
import { type Answer, bearer, postForm } from '../support/http.js';
import { linkIn, MailServer } from '../support/mail-server.js';
import {
  administrator,
  type Api,
  apiWith,
  newPerson,
  type Pair,
  type Person,
  refreshed,
  sessionCookie,
  tokenPair,
} from '../support/management.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const THIEF = 'the password of a thief';
const OWNER = 'the password of the owner';

let mail: MailServer;
/** Is asked of each password that is chosen. */
let breach: Server;
let onAsked: ((goOn: () => void) => void) | undefined;
let server: Latchkey;
let admin: Person;

beforeAll(async () => {
  mail = await MailServer.start();
  breach = createServer((_, response) => {
    const held = onAsked;
    onAsked = undefined;
    if (held === undefined) response.end();
    else held(() => response.end());
  });
  await new Promise<void>((resolve) => breach.listen(0, '127.0.0.1', resolve));
  const { port } = breach.address() as AddressInfo;
  server = await startLatchkey({
    settings: {
      PASSWORD_BREACH_URL: `http://127.0.0.1:${String(port)}/range`,
      FETCH_ALLOW_NETWORKS: '127.0.0.0/8',
      SMTP_URL: mail.url,
    },
  });
  admin = await administrator(server);
});
afterAll(async () => {
  await server.stop();
  breach.close();
  await mail.stop();
});

/** Does something else while the password that a change sets is looked at. */
async function during<T>(change: () => Promise<T>, work: () => Promise<unknown>): Promise<T> {
  const asked = new Promise<() => void>((resolve) => (onAsked = resolve));
  const changing = change();
  const goOn = await asked;
  await work();
  goOn();
  return changing;
}

async function linkTo({ email: username }: Person): Promise<string> {
  const browser = new Browser(server.baseUrl);
  await browser.submit(await browser.open('/interaction/forgotten'), { username });
  return linkIn(await mail.next(username, 'Set a new password'));
}

/** With everything else of the account kept. */
async function recover(link: string, password: string) {
  const browser = new Browser(server.baseUrl);
  return browser.submit(await browser.open(link), { new_password: password, repeated: password, keep: 'on' });
}

async function signsIn({ email: username }: Person, password: string): Promise<boolean> {
  const { status } = await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username, password });
  return status === 200;
}

const passwordsOf = async (person: Person) => [await signsIn(person, THIEF), await signsIn(person, OWNER)];

const demand = ({ id }: Person) => admin.api.patch(`users/${id}`, { password_change_required: true });
const isAsked = async ({ id }: Person) =>
  ((await admin.api.get(`users/${id}`)).json as { password_change_required: boolean }).password_change_required;

describe('a change of the password that is under way', () => {
  it('is not made once a mailed link has set another, also where sign-ins stay', async () => {
    const person = await newPerson(server, admin);
    const { password: current_password } = person;
    const link = await linkTo(person);
    const api = apiWith(server, await sessionCookie(server, person.email, person.password));
    const answer = await during(
      () => api.put('users/me/password', { current_password, new_password: THIEF }),
      () => recover(link, OWNER),
    );
    expect([answer.status, answer.json]).toEqual([
      409,
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'new_password' })] }),
    ]);
    expect(await passwordsOf(person)).toEqual([false, true]);
    expect((await api.get('users/me')).status).toBe(200);
  });

  it('is not made on the page of a demand, either', async () => {
    const party = await RelyingParty.at(server, { firstParty: true });
    const person = await newPerson(server, admin);
    await demand(person);
    const link = await linkTo(person);
    const browser = new Browser(server.baseUrl);
    const { email: username, password } = person;
    const page = await browser.submit(await browser.open(party.request()), { username, password });
    const answer = await during(
      () => browser.submit(page, { new_password: THIEF, repeated: THIEF }),
      () => recover(link, OWNER),
    );
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('has changed just now')]);
    expect(await passwordsOf(person)).toEqual([false, true]);
  });

  it('of several one is made, and the others are told so', async () => {
    const person = await newPerson(server, admin);
    const { password: current_password } = person;
    const answers = await Promise.all(
      [THIEF, OWNER, 'a third password of theirs'].map((new_password) =>
        person.api.put('users/me/password', { current_password, new_password }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500 || status === 401)).toEqual([]);
  });

  it('meets no demand that came meanwhile', async () => {
    const person = await newPerson(server, admin);
    const { password: current_password } = person;
    const changed = await during(
      () => person.api.put('users/me/password', { current_password, new_password: current_password }),
      () => demand(person),
    );
    expect([changed.status, await isAsked(person)]).toEqual([200, true]);
  });

  it('meets none behind a mailed link, either', async () => {
    const person = await newPerson(server, admin);
    const link = await linkTo(person);
    const set = await during(
      () => recover(link, person.password),
      () => demand(person),
    );
    expect([set.status, await isAsked(person)]).toEqual([200, true]);
  });
});

describe('what a change of the password keeps', () => {
  /** The change waits for what it keeps, and something else right behind it. */
  async function behindChange(
    [table, id]: [table: 'sign_ins' | 'sessions', id: string],
    { password: current_password }: Person,
    api: Api,
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    const held = await holdRow(server.database, table, { id });
    const changing = api.put('users/me/password', { current_password, new_password: OWNER });
    await held.waiting(1);
    const acting = act();
    await held.waiting(2);
    await held.release();
    expect((await changing).status).toBe(200);
    return acting;
  }
  const isLive = async (api: Api) => (await api.get('users/me')).status === 200;
  const signInOf = (token: string) => String(claimsOf(token).sid);

  it('is ended by who ends all sign-ins of the person', async () => {
    const person = await newPerson(server, admin);
    const end = () => admin.api.delete(`grants?user_id=${person.id}`);
    const ended = await behindChange(['sign_ins', signInOf(person.token)], person, person.api, end);
    expect([ended.status, await isLive(person.api)]).toEqual([204, false]);
  });

  it('is ended by an incident, a browser session, too', async () => {
    const person = await newPerson(server, admin);
    const api = apiWith(server, await sessionCookie(server, person.email, person.password));
    const [session] = ((await api.get('sessions')).json as { data: { id: string }[] }).data;
    const end = () => admin.api.post('incidents/end', { user_id: person.id, ip: '127.0.0.0/8' });
    const ended = await behindChange(['sessions', session?.id ?? ''], person, api, end);
    expect([ended.json, await isLive(api)]).toEqual([expect.objectContaining({ sessions: 1 }), false]);
  });

  it('is refreshed in that moment by a second worker, whose refresh token has a successor', async () => {
    const person = await newPerson(server, admin);
    const pair = await tokenPair(server, person.email, person.password);
    const { refresh_token: successor } = (await refreshed(server, pair.refresh_token)).json as Pair;
    const api = apiWith(server, bearer(pair.access_token));
    const refresh = () => refreshed(server, pair.refresh_token);
    const again = await behindChange(['sign_ins', signInOf(pair.access_token)], person, api, refresh);
    expect([again.status, again.json]).toEqual([200, expect.objectContaining({ refresh_token: successor })]);
  });
});

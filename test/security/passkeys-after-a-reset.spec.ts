/*
 * What an attacker would gain: the account for good. Who had its password once registers a passkey, which signs in alone: after
 * its owner has set another password by a mailed link, has taken a change of address back, or an administrator has reset it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { linkIn, MailServer } from '../support/mail-server.js';
import { administrator, newPerson, type Person, signedIn } from '../support/management.js';
import { type Options, optionsIn, presentPasskey, SoftwarePasskey } from '../support/passkey.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const NEW = 'another password of theirs';

let mail: MailServer;
let server: Latchkey;
let admin: Person;
let party: RelyingParty;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ host: 'localhost', settings: { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000' } });
  admin = await administrator(server);
  party = await RelyingParty.at(server, { firstParty: true });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

/** A person whose password a thief knew, who registered a passkey that may be copied. */
async function stolen(): Promise<{ person: Person; passkey: SoftwarePasskey }> {
  const person = await newPerson(server, admin);
  const { passkey } = await SoftwarePasskey.of(person.api, person.password, server.settings.issuer, true);
  return { person, passkey };
}

function present(browser: Browser, page: Page, passkey: SoftwarePasskey): Promise<Page> {
  return presentPasskey(browser, page, passkey.get(optionsIn(page.text)));
}

const isIn = ({ leftFor }: Page) => leftFor?.searchParams.has('code') === true;

async function alone(passkey: SoftwarePasskey): Promise<Page> {
  const browser = new Browser(server.baseUrl);
  return present(browser, await browser.open(party.request()), passkey);
}

async function afterPassword(passkey: SoftwarePasskey, email: string, password: string): Promise<boolean> {
  const browser = new Browser(server.baseUrl);
  const second = await browser.submit(await browser.open(party.request()), { username: email, password });
  return isIn(await present(browser, second, passkey));
}

/** Sets another password by a mailed link. */
async function setBy(link: string, keep = ''): Promise<void> {
  const browser = new Browser(server.baseUrl);
  const done = await browser.submit(await browser.open(link), { new_password: NEW, repeated: NEW, keep });
  expectOf(done.text, done.status).toBe(200);
}

async function resetOf({ email }: Person, keep = ''): Promise<void> {
  const browser = new Browser(server.baseUrl);
  await browser.submit(await browser.open('/interaction/forgotten'), { username: email });
  await setBy(linkIn(await mail.next(email, 'Set a new password')), keep);
}

describe('a passkey signs in no more alone after', () => {
  it.each<[string, (person: Person) => Promise<void>]>([
    ['a mailed reset', (person) => resetOf(person)],
    [
      'a reset by an administrator',
      async ({ id }) => {
        expect((await admin.api.patch(`users/${id}`, { password: NEW })).status).toBe(200);
      },
    ],
    [
      'an undone change of address',
      async (person) => {
        const email = `moved-${person.email}`;
        await person.api.patch('users/me', { email, current_password: person.password });
        const code = /\b\d{6}\b/.exec((await mail.next(email, 'Confirm your address')).text)?.[0];
        expect((await person.api.post('users/me/verification', { code })).status).toBe(200);
        const undo = linkIn(await mail.next(person.email, 'The address of your account was changed'));
        const browser = new Browser(server.baseUrl);
        expect((await browser.submit(await browser.open(undo), {})).text).toContain('Your address is back');
        await setBy(linkIn(await mail.next(person.email, 'Set a new password')));
      },
    ],
    [
      'everything else that was left was ended',
      async ({ id }) => {
        expect((await admin.api.delete(`users/${id}/remaining-credentials`)).status).toBe(200);
      },
    ],
  ])('%s', async (_, end) => {
    const { person, passkey } = await stolen();
    expect(isIn(await alone(passkey))).toBe(true);
    await end(person);
    const refused = await alone(passkey);
    expect([refused.status, isIn(refused)]).toEqual([401, false]);
    expect(refused.text).toContain('sign in with your password first');
  });
});

it('a passkey is no fresh proof of a session after everything that was left was ended', async () => {
  const { person, passkey } = await stolen();
  const set = async () => {
    const { options } = (await person.api.post('users/me/passkeys/proof', {})).json as { options: Options };
    return person.api.put('users/me/password', { new_password: NEW, passkey: passkey.get(options) });
  };
  expect((await admin.api.delete(`users/${person.id}/remaining-credentials`)).status).toBe(200);
  const refused = await set();
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('with your password and this passkey')]);
  expect(await afterPassword(passkey, person.email, person.password)).toBe(true);
  expect((await set()).status).toBe(200);
});

describe('a passkey of the account’s owner', () => {
  it('signs in alone again once it was used after the new password', async () => {
    const { person, passkey } = await stolen();
    await resetOf(person);
    expect(isIn(await alone(passkey))).toBe(false);
    expect(await afterPassword(passkey, person.email, NEW)).toBe(true);
    expect(isIn(await alone(passkey))).toBe(true);
  });

  it('is told nothing and gets nothing from outside the whitelist of the account', async () => {
    const { person, passkey } = await stolen();
    await resetOf(person);
    const browser = new Browser(server.baseUrl);
    const login = { username: person.email, password: NEW };
    const second = await browser.submit(await browser.open(party.request()), login);
    const list = `users/${person.id}/ip-whitelist`;
    const { id } = (await admin.api.post(list, { cidr: '192.0.2.0/24', force: true })).json as { id: string };
    expect((await present(browser, second, passkey)).status).toBe(403);
    const told = await alone(passkey);
    expect([told.status, told.text]).toEqual([403, expect.not.stringContaining('after your password')]);
    expect((await admin.api.delete(`${list}/${id}`)).status).toBe(204);
    expect(isIn(await alone(passkey))).toBe(false);
  });

  it('goes on where the person keeps the rest, or changes the password', async () => {
    const { person, passkey } = await stolen();
    await resetOf(person, 'on');
    expect(isIn(await alone(passkey))).toBe(true);
    const change = { current_password: NEW, new_password: 'one more password of theirs' };
    expect((await person.api.put('users/me/password', change)).status).toBe(200);
    expect(isIn(await alone(passkey))).toBe(true);
  });

  it('made after a reset signs in alone at once', async () => {
    const person = await newPerson(server, admin);
    await admin.api.patch(`users/${person.id}`, { password: NEW });
    const again = await signedIn(server, person.email, NEW);
    const { passkey } = await SoftwarePasskey.of(again.api, NEW, server.settings.issuer, true);
    expect(isIn(await alone(passkey))).toBe(true);
  });
});

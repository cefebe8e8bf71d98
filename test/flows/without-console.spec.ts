import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { postForm } from '../support/http.js';
import { linkIn, MailServer, type ReceivedMail } from '../support/mail-server.js';
import { administrator, newPerson, type Person, signedIn } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const NEW = 'another password of theirs';

let mail: MailServer;
let server: Latchkey;
let admin: Person;
let party: RelyingParty;

beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ settings: { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000', CONSOLE: 'off' } });
  admin = await administrator(server);
  party = await RelyingParty.at(server, { firstParty: true });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

const signInStatus = async ({ email }: { email: string }, password: string) =>
  (await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password })).status;

/** Opens a page, and holds that it leads to no console. */
async function open(letter: ReceivedMail, browser = new Browser(server.baseUrl)): Promise<[Page, Browser]> {
  const page = await browser.open(linkIn(letter));
  expect(page.status).toBe(200);
  return [leadsNowhere(page), browser];
}
function leadsNowhere(page: Page): Page {
  expect(page.text).not.toMatch(/href="[^"]*\/console|href="\/"/);
  return page;
}

/** Sets a password by the link of a mail. */
async function setBy(letter: ReceivedMail): Promise<void> {
  const [page, browser] = await open(letter);
  const done = await browser.submit(page, { new_password: NEW, repeated: NEW, keep: '' });
  expect(leadsNowhere(done).text).toContain('Your password is set');
}

describe('with the console off, the link of a mail', () => {
  it('sets a forgotten password', async () => {
    const person = await newPerson(server, admin);
    const browser = new Browser(server.baseUrl);
    const asked = await browser.submit(await browser.open('/interaction/forgotten'), { username: person.email });
    leadsNowhere(asked);
    await setBy(await mail.next(person.email, 'Set a new password'));
    expect(await signInStatus(person, NEW)).toBe(200);
  });

  it('takes an invitation up', async () => {
    const email = 'invited@off.test';
    expect((await admin.api.post('users', { email, invite: true })).status).toBe(201);
    await setBy(await mail.next(email));
    expect(await signInStatus({ email }, NEW)).toBe(200);
  });

  it('proves an address where the person is signed in by an application, and says so where they are not', async () => {
    const person = await newPerson(server, admin);
    expect((await person.api.post('users/me/verification-mail', {})).status).toBe(202);
    const letter = await mail.next(person.email, 'Confirm your address');
    const [first, browser] = await open(letter);
    expect(first.text).toContain('Sign in to one of your applications');
    await party.authorize(person, {}, browser);
    const [page] = await open(letter, browser);
    const done = await browser.submit(page);
    expect(leadsNowhere(done).text).toContain('Your address is confirmed');
    expect((await admin.api.get(`users/${person.id}`)).json).toMatchObject({ email_verified: true });
  });

  it('takes a change of address back', async () => {
    const person = await newPerson(server, admin);
    const email = 'moved@off.test';
    await person.api.patch('users/me', { email, current_password: person.password });
    const code = /^\d{6}$/m.exec((await mail.next(email, 'Confirm your address')).text)?.[0];
    expect((await person.api.post('users/me/verification', { code })).json).toMatchObject({ email });
    const [page, browser] = await open(await mail.next(person.email, 'The address of your account was changed'));
    expect(leadsNowhere(await browser.submit(page)).text).toContain('Your address is back');
    await setBy(await mail.next(person.email, 'Set a new password'));
    expect(await signedIn(server, person.email, NEW)).toMatchObject({ id: person.id });
  });
});

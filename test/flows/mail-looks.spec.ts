import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator, totpOf } from '../support/authenticator.js';
import { Browser, type Page } from '../support/browser.js';
import { basic, postForm } from '../support/http.js';
import { linkIn, MailServer, type ReceivedMail } from '../support/mail-server.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const LOGO = 'https://cdn.example.com/acme.png';

const clock = new TestClock();
let mail: MailServer;
let server: Latchkey;
let admin: Person;
let brandId: string;
let applications = 0;

beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ clock, settings: { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000' } });
  admin = await administrator(server);
  const brand = await admin.api.post('brands', { name: 'Acme', logo_url: LOGO, primary_color: '#a02060' });
  brandId = (brand.json as { id: string }).id;
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

/** An application that carries the brand. */
async function branded(settings: Record<string, unknown> = {}): Promise<RelyingParty> {
  const redirect = `https://acme${String(++applications)}.example.com/callback`;
  const made = await admin.api.post('applications', {
    ...{ name: 'Shop', scopes: ['openid'], redirect_uris: [redirect], first_party: true, brand_id: brandId },
    ...settings,
  });
  if (made.status !== 201) throw new Error(made.text);
  const { id, client_id: clientId, client_secret: clientSecret } = made.json as Record<string, string>;
  return RelyingParty.of(server, { id: id!, clientId: clientId!, clientSecret: clientSecret! }, redirect);
}

const atSignIn = async (party: RelyingParty, browser = new Browser(server.baseUrl)) => ({
  browser,
  page: await browser.open(party.request({ scope: 'openid' })),
});

const withPassword = (browser: Browser, page: Page, { email, password }: Person) =>
  browser.submit(page, { username: email, password });

const forgottenOn = ({ text }: Page) => /href="([^"]*\/interaction\/forgotten[^"]*)"/.exec(text)?.[1] ?? '';

/** Quoted-printable lines joined. */
const htmlOf = ({ raw }: ReceivedMail) => raw.replace(/=\r?\n/g, '').replace(/=3D/g, '=');

function expectBranded(letter: ReceivedMail): void {
  expect(letter.text).toMatch(/\nAcme\s*$/);
  expect(htmlOf(letter)).toContain(LOGO);
  expect(htmlOf(letter)).toContain('border-top: 5px solid #a02060');
}

function expectOwn(letter: ReceivedMail): void {
  expect(letter.text).toMatch(/\nLatchkey\s*$/);
  expect(htmlOf(letter)).not.toContain(LOGO);
}

describe('a mail carries the brand of the application on whose pages it was caused', () => {
  it('where a new password is asked for there, and only there', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSignIn(await branded());
    await browser.submit(await browser.open(forgottenOn(page)), { username: person.email });
    const letter = await mail.next(person.email, 'Set a new password');
    expectBranded(letter);
    expect(new URL(linkIn(letter)).origin).toBe(server.settings.issuer);
    const plain = new Browser(server.baseUrl);
    await plain.submit(await plain.open('/interaction/forgotten'), { username: person.email });
    expectOwn(await mail.next(person.email, 'Set a new password'));
  });

  it('and so do the page behind its link, and what is told of the new password', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSignIn(await branded());
    await browser.submit(await browser.open(forgottenOn(page)), { username: person.email });
    const letter = await mail.next(person.email, 'Set a new password');
    const phone = new Browser(server.baseUrl);
    const form = await phone.open(linkIn(letter));
    expect(form.text).toContain(LOGO);
    const mistyped = await phone.submit(form, { new_password: 'another long password', repeated: 'another' });
    expect([mistyped.status, mistyped.text]).toEqual([400, expect.stringContaining(LOGO)]);
    const password = 'another long password';
    const done = await phone.submit(form, { new_password: password, repeated: password });
    expect([done.status, done.text]).toEqual([200, expect.stringContaining(LOGO)]);
    expectBranded(await mail.next(person.email, 'Your password was changed'));
  });

  it('where it runs on a device: every page of the sign-in, and the mail, with a way back', async () => {
    const person = await newPerson(server, admin);
    const { client } = await branded({
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
      redirect_uris: [],
    });
    const begun = await postForm(
      `${server.baseUrl}/oauth/device_authorization`,
      { scope: 'openid' },
      basic(client.clientId, client.clientSecret),
    );
    const { user_code: code } = begun.json as { user_code: string };
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.submit(await browser.open('/device'), { user_code: code });
    const forgotten = await browser.open(forgottenOn(signIn));
    expect(forgotten.text).toContain(LOGO);
    const sent = await browser.submit(forgotten, { username: person.email });
    expect(sent.text).toContain(LOGO);
    expectBranded(await mail.next(person.email, 'Set a new password'));
    const back = await browser.open(/href="([^"]+)">Back to sign-in/.exec(sent.text)?.[1] ?? '');
    expect(back.text).toContain('name="password"');

    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(30);
    const second = await withPassword(browser, back, person);
    expect([second.url, second.text]).toEqual([
      expect.stringContaining('second-factor'),
      expect.stringContaining(LOGO),
    ]);
    const asked = await browser.submit(second, { otp: phone.code() });
    const done = await browser.submit(asked, { decision: 'allow' });
    expect([done.status, done.text]).toEqual([200, expect.stringContaining(LOGO)]);
  });

  it('where a second factor is set up in its sign-in', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSignIn(await branded({ second_factor: 'required' }));
    const setUp = await withPassword(browser, page, person);
    const secret = /<code class="secret">\s*([A-Z2-7]+)\s*<\/code>/.exec(setUp.text)?.[1] ?? '';
    await browser.submit(setUp, { code: totpOf(secret).generate({ timestamp: clock.now().getTime() }) });
    expectBranded(await mail.next(person.email, 'An authenticator app was added'));
  });

  it('where a recovery code is used in its sign-in, and where that is from a new browser', async () => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    expectOwn(await mail.next(person.email, 'An authenticator app was added'));
    const party = await branded();
    for (const [index, agent] of ['Mozilla/5.0 (X11; Linux) Firefox/130', 'Mozilla/5.0 (Windows) Edg/130'].entries()) {
      const headers = { 'user-agent': agent };
      const browser = new Browser(server.baseUrl);
      const page = await browser.open(party.request({ scope: 'openid' }), headers);
      const second = await browser.submit(page, { username: person.email, password: person.password }, headers);
      await browser.submit(second, { otp: phone.recoveryCodes[index] ?? '' }, headers);
      expectBranded(await mail.next(person.email, 'A recovery code was used'));
    }
    expectBranded(await mail.next(person.email, 'A new sign-in to your account'));
  });

  it('where a required password is chosen in its sign-in', async () => {
    const person = await newPerson(server, admin);
    await admin.api.patch(`users/${person.id}`, { password_change_required: true });
    const { browser, page } = await atSignIn(await branded());
    const change = await withPassword(browser, page, person);
    expect(change.url).toContain('/interaction/change-password');
    await browser.submit(change, { new_password: 'another long password', repeated: 'another long password' });
    expectBranded(await mail.next(person.email, 'Your password was changed'));
  });
});

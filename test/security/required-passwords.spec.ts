// What an attacker would gain: an account that goes on under a password that an administrator wants gone, or another
// person's account by the page that sets a new one, which asks for no present password.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { postForm, postJson } from '../support/http.js';
import { linkIn, MailServer } from '../support/mail-server.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const NEW = 'another password of theirs';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

const clock = new TestClock();
let mail: MailServer;
let server: Latchkey;
let admin: Person;
let party: RelyingParty;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ clock, settings: { SMTP_URL: mail.url } });
  admin = await administrator(server);
  party = await RelyingParty.at(server, { firstParty: true });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

async function asked(): Promise<Person> {
  const person = await newPerson(server, admin);
  const { json } = await admin.api.patch(`users/${person.id}`, { password_change_required: true });
  expect(json).toMatchObject({ password_change_required: true });
  return person;
}
const isAsked = async ({ id }: Person) =>
  ((await admin.api.get(`users/${id}`)).json as { password_change_required: boolean }).password_change_required;

const signIn = (browser: Browser, page: Page, { email: username, password }: Person) =>
  browser.submit(page, { username, password });

describe('a person who is asked for a new password', () => {
  it('chooses one after the sign-in, and goes on to the application with it alone', async () => {
    const person = await asked();
    const browser = new Browser(server.baseUrl);
    const page = await signIn(browser, await browser.open(party.request()), person);
    expect(page.url).toContain('/interaction/change-password');
    expect(page.text).toContain('An administrator asks you for a new password');
    for (const [new_password, repeated, problem] of [
      [person.password, person.password, 'another one than before'],
      ['password123', 'password123', 'common'],
      [NEW, 'mistyped', 'not the same'],
    ] as const) {
      const refused = await browser.submit(page, { new_password, repeated });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(problem)]);
    }
    const done = await browser.submit(page, { new_password: NEW, repeated: NEW });
    expect(done.leftFor?.searchParams.has('code')).toBe(true);
    expect(await isAsked(person)).toBe(false);
    // the sign-in from before has ended, and the browser goes on without another question
    expect((await person.api.get('users/me')).status).toBe(401);
    expect((await browser.open(party.request())).leftFor?.searchParams.has('code')).toBe(true);
  });

  it('is asked again until it is done, and gets no code by going around the page', async () => {
    const person = await asked();
    const browser = new Browser(server.baseUrl);
    await signIn(browser, await browser.open(party.request()), person);
    const again = await browser.open(party.request());
    expect(again.url).toContain('/interaction/sign-in');
    const silent = await browser.open(party.request({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
  });

  it('is asked at a device, too', async () => {
    const person = await asked();
    const device = await addApplication(server.database, {
      ...{ type: 'public', secret: null, grantTypes: [DEVICE_CODE] },
    });
    const { user_code } = (
      await postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id: device.clientId })
    ).json as { user_code: string };
    const browser = new Browser(server.baseUrl);
    const entered = await browser.submit(await browser.open('/device'), { user_code });
    const page = await signIn(browser, entered, person);
    expect(page.url).toContain('/interaction/change-password');
    const consent = await browser.submit(page, { new_password: NEW, repeated: NEW });
    expect(consent.url).toContain('/device/confirm');
    expect((await browser.submit(consent, { decision: 'allow' })).text).toContain('Device connected');
  });

  it('is asked at no documented face', async () => {
    const person = await asked();
    const { email, password } = person;
    const client = await addApplication(server.database);
    const answers = await Promise.all([
      postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password }),
      postJson(`${server.baseUrl}/auth/login`, { username: email, password }),
      postJson(`${server.baseUrl}/v1/auth/login`, { email, password }),
      postJson(`${server.baseUrl}/v1/session/login`, { email, password }),
      postForm(`${server.baseUrl}/api/v1/auth/password`, { username: email, password }),
      postForm(`${server.baseUrl}/oauth/token`, {
        ...{ grant_type: 'password', username: email, password },
        ...{ client_id: client.clientId, client_secret: client.clientSecret },
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await isAsked(person)).toBe(true);
  });

  it('changes it in the console with the present one, and to another', async () => {
    const person = await asked();
    const api = apiWith(server, await sessionCookie(server, person.email, person.password));
    const change = (new_password: string) =>
      api.put('users/me/password', { current_password: person.password, new_password });
    expect((await change(person.password)).status).toBe(400);
    expect((await change(NEW)).json).toMatchObject({ password_change_required: false });
  });
});

describe('the page that sets it', () => {
  const opened = async (person: Person) => {
    const browser = new Browser(server.baseUrl);
    return { browser, page: await signIn(browser, await browser.open(party.request()), person) };
  };
  const sent = (browser: Browser, page: Page) => browser.submit(page, { new_password: NEW, repeated: NEW });
  const mayStill = async ({ email, password }: Person) =>
    (await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password })).status;

  it('sets nothing in another browser, without its session, or long after the sign-in', async () => {
    const person = await asked();
    const { browser, page } = await opened(person);
    const other = new Browser(server.baseUrl);
    await other.open('/interaction/forgotten');
    expect((await sent(other, page)).status).toBe(403);

    const cookie = [...browser.cookies].find(([name]) => !/-(form(-\d+)?|state)$/.test(name));
    browser.cookies.delete(cookie?.[0] ?? '');
    expect((await sent(browser, page)).url).toContain('/interaction/sign-in');
    browser.cookies.set(cookie?.[0] ?? '', cookie?.[1] ?? '');
    clock.advance(601);
    expect((await sent(browser, page)).url).toContain('/interaction/sign-in');
    expect(await mayStill(person)).toBe(200);
  });

  it('sets nothing for a person who is not asked, and is sent once', async () => {
    const person = await asked();
    const { browser, page } = await opened(person);
    const done = await Promise.all(Array.from({ length: 4 }, () => sent(browser, page)));
    expect(done.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await mayStill({ ...person, password: NEW })).toBe(200);
    const late = await browser.submit(page, { new_password: 'a third password of theirs', repeated: 'x' });
    expect(late.leftFor?.searchParams.has('code')).toBe(true);
    expect(await mayStill({ ...person, password: NEW })).toBe(200);
  });

  it('sets nothing of a person who was signed in before they were asked', async () => {
    const person = await newPerson(server, admin);
    const browser = new Browser(server.baseUrl);
    await signIn(browser, await browser.open(party.request()), person);
    await admin.api.patch(`users/${person.id}`, { password_change_required: true });
    expect((await browser.open(party.request())).url).toContain('/interaction/sign-in');
  });
});

describe('a mailed link', () => {
  const linkTo = async ({ email: username }: Person) => {
    const browser = new Browser(server.baseUrl);
    await browser.submit(await browser.open('/interaction/forgotten'), { username });
    return linkIn(await mail.next(username, 'Set a new password'));
  };
  const set = async (link: string, password: string, keep: string) => {
    const browser = new Browser(server.baseUrl);
    return browser.submit(await browser.open(link), { new_password: password, repeated: password, keep });
  };

  it.each(['', 'on'])('keeps no password that is to go, with everything else kept: %j', async (keep) => {
    const person = await asked();
    const link = await linkTo(person);
    const refused = await set(link, person.password, keep);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('another one than before')]);
    expect(await isAsked(person)).toBe(true);
    expect((await set(link, NEW, keep)).text).toContain('Your password is set');
    expect(await isAsked(person)).toBe(false);
  });

  it('of before the demand keeps none, either', async () => {
    const person = await newPerson(server, admin);
    const link = await linkTo(person);
    await admin.api.patch(`users/${person.id}`, { password_change_required: true });
    expect((await set(link, person.password, 'on')).status).toBe(400);
  });

  it('takes the present password of a person who is not asked', async () => {
    const person = await newPerson(server, admin);
    expect((await set(await linkTo(person), person.password, 'on')).text).toContain('Your password is set');
  });
});

// What an attacker would gain: sign-ins with a stolen password that its owner never hears of, or a mailbox full of mails.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { postForm, postJson } from '../support/http.js';
import { MailServer } from '../support/mail-server.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addUser, type TestUser } from '../support/user.js';

const SUBJECT = 'A new sign-in to your account';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const NEWER = 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

let mail: MailServer;
let server: Latchkey;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ settings: { SMTP_URL: mail.url, TRUST_PROXY: '127.0.0.1' } });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

const headersOf = (address: string, userAgent: string) => ({ 'x-forwarded-for': address, 'user-agent': userAgent });
const signIn = async ({ email, password }: TestUser, address: string, userAgent = FIREFOX) => {
  const answer = await postJson(
    `${server.baseUrl}/v1/session/login`,
    { email, password },
    headersOf(address, userAgent),
  );
  expect(answer.status).toBe(200);
};
const mailsTo = async ({ email }: TestUser) => {
  await eventually(
    () => server.database.query('SELECT 1 FROM outgoing_mails'),
    (rows) => {
      expect(rows).toEqual([]);
    },
  );
  return mail.received.filter(({ to, subject }) => to === email && subject === SUBJECT);
};

describe('a sign-in in a browser', () => {
  it('is told by mail from a new network or browser, and neither the first nor a known one is', async () => {
    const user = await addUser(server);
    await signIn(user, '198.51.100.7');
    await signIn(user, '198.51.100.7', NEWER);
    expect(await mailsTo(user)).toEqual([]);
    await signIn(user, '203.0.113.9');
    expect((await mail.next(user.email, SUBJECT)).text).toContain('Firefox on Linux, from 203.0.113.9');
    await signIn(user, '203.0.113.9', SAFARI);
    expect((await mail.next(user.email, SUBJECT)).text).toContain('Safari on iOS');
    await signIn(user, '198.51.100.7', SAFARI);
    expect(await mailsTo(user)).toEqual([]);
  });

  it('is told also where it goes on with a session, such as a stolen one', async () => {
    const user = await addUser(server);
    const party = await RelyingParty.at(server, { firstParty: true });
    const browser = new Browser(server.baseUrl);
    const { email: username, password } = user;
    const signInAgain = async (address: string, userAgent: string) => {
      const headers = headersOf(address, userAgent);
      const page = await browser.open(party.request({ prompt: 'login' }), headers);
      const done = await browser.submit(page, { username, password }, headers);
      expect(done.leftFor?.searchParams.has('code')).toBe(true);
    };
    await signInAgain('198.51.100.7', FIREFOX);
    const session = browser.cookies.get(server.cookies.session);
    await signInAgain('198.51.100.7', NEWER);
    expect(browser.cookies.get(server.cookies.session)).not.toBe(session);
    expect(await mailsTo(user)).toEqual([]);
    await signInAgain('203.0.113.9', SAFARI);
    expect((await mail.next(user.email, SUBJECT)).text).toContain('Safari on iOS, from 203.0.113.9');
    expect(await server.database.query('SELECT 1 FROM sessions WHERE user_id = $1', [user.id])).toHaveLength(1);
    await signIn(user, '203.0.113.9', SAFARI);
    expect(await mailsTo(user)).toEqual([]);
  });

  it('is told also where the same network got tokens at a documented face before', async () => {
    const user = await addUser(server);
    await signIn(user, '198.51.100.7');
    const { email: username, password } = user;
    const headers = headersOf('203.0.113.9', FIREFOX);
    await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username, password }, headers);
    await signIn(user, '203.0.113.9');
    await mail.next(user.email, SUBJECT);
  });

  it('fills no mailbox, and uses up no other mail’s bound', async () => {
    const user = await addUser(server);
    for (let i = 0; i < 14; i++) await signIn(user, `203.0.113.${String(i)}`);
    expect(await mailsTo(user)).toHaveLength(10);
    const { json } = await postForm(`${server.baseUrl}/api/v1/login/access-token`, {
      ...{ username: user.email, password: user.password },
    });
    const { access_token } = json as { access_token: string };
    const changed = await fetch(`${server.baseUrl}/api/v1/users/me/password`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${access_token}` },
      body: JSON.stringify({ current_password: user.password, new_password: 'another password of theirs' }),
    });
    expect(changed.status).toBe(200);
    await mail.next(user.email, 'Your password was changed');
  });
});

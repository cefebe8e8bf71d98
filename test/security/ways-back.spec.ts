// What an attacker would gain: another person's account by a link of theirs, or knowledge of who has an account.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database as DatabaseClass } from '../../src/persistence/database/database.js';
import { Browser, type Page } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { call, postForm } from '../support/http.js';
import { linkIn, MailServer } from '../support/mail-server.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';

const NEW = 'another password of theirs';

let mail: MailServer;
let server: Latchkey;
let admin: Person;
const clock = new TestClock();

beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ clock, settings: { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000' } });
  admin = await administrator(server);
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

const signInStatus = async (username: string, password: string) =>
  (await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username, password })).status;

async function askFor(login: string, headers: Record<string, string> = {}): Promise<Page> {
  const browser = new Browser(server.baseUrl);
  const page = await browser.open('/interaction/forgotten');
  return browser.submit(page, { username: login }, headers);
}

const isOutboxEmpty = () =>
  eventually(
    () => server.database.query('SELECT 1 FROM outgoing_mails'),
    (rows) => {
      expect(rows).toEqual([]);
    },
  );

describe('a link to set a new password', () => {
  let user: TestUser;
  let link: string;
  beforeEach(async () => {
    mail.received.length = 0;
    user = await addUser(server);
    expect((await askFor(user.email)).text).toContain('a link is on its way');
    link = linkIn(await mail.next(user.email));
  });

  const open = async () => {
    const browser = new Browser(server.baseUrl);
    return { browser, page: await browser.open(link) };
  };
  const set = async (fields: Record<string, string> = {}) => {
    const { browser, page } = await open();
    return browser.submit(page, { new_password: NEW, repeated: NEW, keep: '', ...fields });
  };

  it('sets it from any browser, and ends everything of the account', async () => {
    const { token } = await newToken(user);
    const done = await set();
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Your password is set')]);
    expect([await signInStatus(user.email, user.password), await signInStatus(user.email, NEW)]).toEqual([401, 200]);
    expect((await whoAmI(token)).status).toBe(401);
    expect((await mail.next(user.email)).subject).toBe('Your password was changed');
  });

  it('ends nothing where the person ticks so', async () => {
    const { token } = await newToken(user);
    expect((await set({ keep: 'on' })).text).toContain('Your password is set');
    expect((await whoAmI(token)).status).toBe(200);
    expect((await open()).page.status).toBe(410);
  });

  it('keeps the tick of a form that was refused, and makes none', async () => {
    const { token } = await newToken(user);
    const ticked = ({ status, forms }: Page) => [status, forms[0]?.fields.keep];
    expect(ticked(await set({ repeated: 'mistyped' }))).toEqual([400, undefined]);
    const { browser, page } = await open();
    const mistyped = await browser.submit(page, { new_password: NEW, repeated: 'mistyped', keep: 'on' });
    expect(ticked(mistyped)).toEqual([400, 'on']);
    const weak = await browser.submit(mistyped, { new_password: 'short', repeated: 'short' });
    expect(ticked(weak)).toEqual([400, 'on']);
    expect((await browser.submit(weak, { new_password: NEW, repeated: NEW })).text).toContain('Your password is set');
    expect((await whoAmI(token)).status).toBe(200);
  });

  it('is used once, also by many at the same time', async () => {
    const pages = await Promise.all(Array.from({ length: 5 }, open));
    const answers = await Promise.all(
      pages.map(({ browser, page }) => browser.submit(page, { new_password: NEW, repeated: NEW, keep: '' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410]);
    expect((await open()).page.text).toContain('does not work any more');
  });

  it('is spent by no scanner that opens it', async () => {
    for (let i = 0; i < 3; i++) expect((await call(link)).status).toBe(200);
    await call(link, { method: 'HEAD' });
    expect((await set()).text).toContain('Your password is set');
  });

  it('sets nothing without the form of our own page', async () => {
    const token = new URL(link).searchParams.get('token') ?? '';
    const bare = await postForm(`${server.baseUrl}/interaction/new-password`, {
      token,
      new_password: NEW,
      repeated: NEW,
    });
    expect(bare.status).toBe(403);
    expect(await signInStatus(user.email, user.password)).toBe(200);
  });

  it('expires after 30 minutes', async () => {
    const { browser, page } = await open();
    clock.advance(1801);
    expect((await browser.submit(page, { new_password: NEW, repeated: NEW, keep: '' })).status).toBe(410);
    expect((await call(link)).status).toBe(410);
  });

  it('dies with another password, another address, and the account’s disabling', async () => {
    const changes = [{ password: 'set by an administrator' }, { email: `moved-${user.email}` }, { disabled: true }];
    for (const change of changes) {
      const other = await addUser(server);
      await askFor(other.email);
      link = linkIn(await mail.next(other.email));
      expect((await call(link)).status).toBe(200);
      expect((await admin.api.patch(`users/${other.id}`, change)).status).toBe(200);
      expect((await call(link)).status).toBe(410);
    }
  });

  it('is no other than it was: a changed or a shorter one is none', async () => {
    expect((await call(link.slice(0, -1))).status).toBe(410);
    expect((await call(`${link.slice(0, -2)}AA`)).status).toBe(410);
    expect((await call(`${server.baseUrl}/interaction/new-password`)).status).toBe(410);
  });

  it('takes what the rule for chosen passwords takes, and says what is wrong', async () => {
    for (const [new_password, problem] of [
      ['password123', 'common'],
      ['kitchen9', 'at least 12 characters'],
      ['short', 'is too short: use at least 12 characters'],
    ] as const) {
      const refused = await set({ new_password, repeated: new_password });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(problem)]);
    }
    expect((await set({ repeated: 'mistyped' })).text).toContain('not the same');
    expect((await set()).text).toContain('Your password is set');
  });

  it('is kept as a hash, and nothing of it is kept once the mail is delivered', async () => {
    await isOutboxEmpty();
    const secret = new URL(link).searchParams.get('token') ?? '';
    const rows = await server.database.query<{ row: string }>(
      `SELECT to_jsonb(l)::text AS row FROM account_links l UNION ALL SELECT to_jsonb(a)::text FROM audit_events a`,
    );
    expect(rows.filter(({ row }) => row.includes(secret))).toEqual([]);
  });
});

describe('a person who asks for a new password', () => {
  it('hears the same for an account, a disabled one and none, and none but an account gets a mail', async () => {
    mail.received.length = 0;
    const user = await addUser(server);
    const disabled = await addUser(server, { disabled: true });
    const texts = new Set<string>();
    for (const login of ['unknown@example.com', 'unknown', disabled.email, user.email]) {
      const { status, text } = await askFor(login);
      texts.add(`${String(status)} ${text}`);
    }
    expect(texts.size).toBe(1);
    await mail.next(user.email);
    await isOutboxEmpty();
    expect(mail.received).toEqual([]);
  });

  it('costs the same work whether there is an account: what was typed is written down and nothing is looked up', async () => {
    const user = await addUser(server);
    const statements: string[] = [];
    const { pool } = server.app.get(DatabaseClass, { strict: false });
    const query = pool.query.bind(pool);
    Object.assign(pool, {
      query: (...args: unknown[]) => {
        const [first] = args as [{ text?: string } | string];
        statements.push(typeof first === 'string' ? first : (first.text ?? ''));
        return (query as (...all: unknown[]) => unknown)(...args);
      },
    });
    const askedOf = async (login: string) => {
      statements.length = 0;
      await askFor(login);
      return statements.filter((text) => /\busers\b/.test(text) && !text.includes('account_links'));
    };
    const forUser = await askedOf(user.email);
    const forUnknown = await askedOf('no-account@example.com');
    Object.assign(pool, { query });
    expect([forUser, forUnknown]).toEqual([[], []]);
  });

  it('floods no mailbox: an address gets so many mails in an hour', async () => {
    mail.received.length = 0;
    const user = await addUser(server);
    for (let i = 0; i < 15; i++) expect((await askFor(user.email)).text).toContain('a link is on its way');
    await isOutboxEmpty();
    expect(mail.received.filter(({ to }) => to === user.email)).toHaveLength(10);
  });

  it('moves no link to another host by a header', async () => {
    const user = await addUser(server);
    const moves: Record<string, string>[] = [
      { 'x-forwarded-host': 'evil.example' },
      { forwarded: 'host=evil.example' },
      { host: 'evil.example' },
    ];
    for (const headers of moves) await askFor(user.email, headers);
    for (let i = 0; i < 3; i++) {
      const { raw, text } = await mail.next(user.email);
      expect(linkIn({ text } as never)).toMatch(new RegExp(`^${server.baseUrl}/interaction/new-password\\?token=`));
      expect(raw).not.toContain('evil.example');
    }
  });
});

describe('an administrator', () => {
  it('mails a reset or an invitation, and never sees the link', async () => {
    const created = await admin.api.post('users', { email: 'invited@back.test', invite: true });
    expect(created.status).toBe(201);
    expect(created.text).not.toContain('token=');
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(linkIn(await mail.next('invited@back.test')));
    expect(page.text).toContain('invited@back.test');
    clock.advance(3600);
    await browser.submit(page, { new_password: NEW, repeated: NEW });
    expect(await signInStatus('invited@back.test', NEW)).toBe(200);

    const { id } = created.json as { id: string };
    const fresh = await administrator(server);
    expect((await fresh.api.post(`users/${id}/password-mail`, {})).status).toBe(202);
    await mail.next('invited@back.test', 'Set a new password');
    const both = await fresh.api.post('users', { email: 'both@back.test', invite: true, password: 'a long password' });
    expect(both.status).toBe(400);
    expect((await fresh.api.post('users', { email: 'neither@back.test' })).status).toBe(400);
    expect((await fresh.api.post('mail/test', {})).json).toMatchObject({ set_up: true });
    expect((await mail.next(fresh.email)).subject).toBe('Mail is set up');
  });

  it('must be one', async () => {
    const fresh = await administrator(server);
    const member = await newPerson(server, fresh);
    expect((await member.api.post(`users/${fresh.id}/password-mail`, {})).status).toBe(403);
    expect((await member.api.post('mail/test', {})).status).toBe(403);
  });
});

async function newToken({ email, password }: TestUser): Promise<{ token: string }> {
  const answer = await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password });
  return { token: (answer.json as { access_token: string }).access_token };
}

function whoAmI(token: string) {
  return call(`${server.baseUrl}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
}

// What an attacker would gain: another person's address as their own, proved, by a link or six guessed digits; or another
// person's account for good, by an address that its owner cannot get back.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/secrets/secrets.js';
import { Browser, type Page } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { type Answer, call, postForm } from '../support/http.js';
import { linkIn, MailServer, type ReceivedMail } from '../support/mail-server.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie, signedIn } from '../support/management.js';
import { addApiKey } from '../support/api-keys.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const CONFIRM = 'Confirm your address';
const CHANGED = 'The address of your account was changed';
const NEW = 'another password of theirs';

const clock = new TestClock();
let mail: MailServer;
let server: Latchkey;
let admin: Person;
let party: RelyingParty;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ clock, settings: { SMTP_URL: mail.url, MAILS_PER_NETWORK: '10000' } });
  admin = await administrator(server);
  party = await RelyingParty.at(server, { firstParty: true });
});
beforeEach(async () => {
  admin = await administrator(server);
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

let addresses = 0;
const newAddress = () => `moved${String(++addresses)}@proof.test`;
const codeIn = ({ text }: ReceivedMail) => /^\d{6}$/m.exec(text)?.[0] ?? 'no code';
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const prove = ({ api }: Pick<Person, 'api'>, code: string) => api.post('users/me/verification', { code });
const ask = ({ api }: Pick<Person, 'api'>) => api.post('users/me/verification-mail', {});
const addressOf = async ({ id }: Person) => {
  const { json } = await admin.api.get(`users/${id}`);
  const { email, email_verified: verified, pending_email: pending } = json as Record<string, unknown>;
  return { email, verified, pending };
};
const fieldsOf = ({ json }: Answer) => (json as { errors?: { field: string }[] }).errors?.map(({ field }) => field);

/** A browser in which this person is signed in. */
async function browserOf({ email, password }: Pick<Person, 'email' | 'password'>): Promise<Browser> {
  const browser = new Browser(server.baseUrl);
  await browser.submit(await browser.open(party.request()), { username: email, password });
  return browser;
}
const opened = async (person: Pick<Person, 'email' | 'password'>, link: string) => {
  const browser = await browserOf(person);
  return { browser, page: await browser.open(link) };
};
const signInStatus = async (username: string, password: string) =>
  (await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username, password })).status;

async function asked(): Promise<{ person: Person; link: string; code: string }> {
  const person = await newPerson(server, admin);
  expect((await ask(person)).status).toBe(202);
  const letter = await mail.next(person.email, CONFIRM);
  return { person, link: linkIn(letter), code: codeIn(letter) };
}

/** Asks for another address, with the password. */
async function changing(person: Person, email = newAddress()): Promise<{ email: string; letter: ReceivedMail }> {
  await person.api.patch('users/me', { email, current_password: person.password });
  return { email, letter: await mail.next(email, CONFIRM) };
}

/** A person whose address was changed, and the link that undoes it. */
async function changed(): Promise<{ person: Person; former: string; email: string; undo: string }> {
  const person = await newPerson(server, admin);
  const former = person.email;
  const { email, letter } = await changing(person);
  expect((await prove(person, codeIn(letter))).json).toMatchObject({ email, email_verified: true });
  await mail.next(email, CHANGED);
  return { person: { ...person, email }, former, email, undo: linkIn(await mail.next(former, CHANGED)) };
}

describe('the code of a mail', () => {
  it('proves the address of the account, once', async () => {
    const { person, code } = await asked();
    expect((await prove(person, ` ${code.slice(0, 3)} ${code.slice(3)} `)).json).toMatchObject({
      email_verified: true,
    });
    expect((await prove(person, code)).status).toBe(400);
    expect((await ask(person)).status).toBe(409);
  });

  it('is dead after five wrong ones, also of many at the same time', async () => {
    const { person, code } = await asked();
    const wrong = await Promise.all(Array.from({ length: 5 }, () => prove(person, otherThan(code))));
    expect(wrong.map((answer) => [answer.status, fieldsOf(answer)])).toEqual(Array(5).fill([400, ['code']]));
    expect((await prove(person, code)).status).toBe(400);
    expect(await addressOf(person)).toMatchObject({ verified: false });
  });

  it('is guessed on the counters of the password, from every way in', async () => {
    const { person, code } = await asked();
    const cookie = apiWith(server, await sessionCookie(server, person.email, person.password));
    for (let i = 0; i < 4; i++) await prove({ api: i % 2 === 0 ? cookie : person.api }, otherThan(code));
    for (let i = 0; i < 5; i++) expect(await signInStatus(person.email, `guess ${String(i)}`)).toBe(401);
    await ask(person);
    await prove(person, otherThan(code));
    expect(await signInStatus(person.email, person.password)).toBe(429);
    const refused = await prove(person, codeIn(await mail.next(person.email, CONFIRM)));
    expect([refused.status, refused.headers['retry-after'] !== undefined]).toEqual([429, true]);
  });

  it('is worth nothing once another was asked for, after half an hour, and after a change of the account', async () => {
    const { person, code } = await asked();
    await ask(person);
    const second = codeIn(await mail.next(person.email, CONFIRM));
    if (second !== code) expect((await prove(person, code)).status).toBe(400);
    clock.advance(1801);
    const again = await signedIn(server, person.email, person.password);
    expect((await prove(again, second)).status).toBe(400);

    admin = await administrator(server);
    await ask(again);
    const third = codeIn(await mail.next(person.email, CONFIRM));
    await admin.api.patch(`users/${person.id}`, { password: NEW });
    expect((await prove(await signedIn(server, person.email, NEW), third)).status).toBe(400);
  });

  it('is no other account’s, and no key’s that was narrowed', async () => {
    const { person, code } = await asked();
    const { person: other } = await asked();
    expect((await prove(other, code)).status).toBe(400);
    const { key } = await addApiKey(server.database, { userId: person.id, scopes: ['write:account'] });
    const narrow = { api: apiWith(server, { 'x-api-key': key }) };
    expect([(await prove(narrow, code)).status, (await ask(narrow)).status]).toEqual([403, 403]);
    expect((await prove(person, code)).status).toBe(200);
  });

  it('and the link are kept as hashes, and nothing of them once the mail is delivered', async () => {
    const { person, link, code } = await asked();
    await eventually(
      () => server.database.query('SELECT 1 FROM outgoing_mails'),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    const rows = await server.database.query<{ row: string }>(
      `SELECT to_jsonb(l)::text AS row FROM account_links l WHERE user_id = $1
       UNION ALL SELECT to_jsonb(a)::text FROM audit_events a WHERE target_id = $1::text`,
      [person.id],
    );
    const secret = new URL(link).searchParams.get('token') ?? '';
    expect(rows.filter(({ row }) => row.includes(secret) || row.includes(`"${code}"`))).toEqual([]);
  });
});

describe('the codes of many mails', () => {
  const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);
  const wrongFive = async (person: Person, letter: ReceivedMail) => {
    const answers: Answer[] = [];
    for (let i = 0; i < 5; i++) answers.push(await prove(person, otherThan(codeIn(letter))));
    return answers;
  };

  it('are guessed twenty times a day, also where the password is proved in between; the link goes on', async () => {
    const person = await newPerson(server, admin);
    const answers: Answer[] = [];
    let last = await changing(person);
    for (let i = 0; i < 12; i++) {
      if (i > 0) last = await changing(person);
      answers.push(...(await wrongFive(person, last.letter)));
    }
    expect(statusesOf(answers)).toEqual([...Array<number>(20).fill(400), ...Array<number>(40).fill(429)]);
    const right = await prove(person, codeIn(last.letter));
    expect([right.status, Number(right.headers['retry-after']) > 3600]).toEqual([429, true]);
    expect(JSON.stringify(right.json)).toContain('open the link in the mail');

    const { browser, page } = await opened(person, linkIn(last.letter));
    expect((await browser.submit(page)).text).toContain('Your address is confirmed');
    expect(await addressOf(person)).toMatchObject({ email: last.email, verified: true });
  });

  it('are guessed again a day later, and right ones are not counted', async () => {
    const person = await newPerson(server, admin);
    for (let i = 0; i < 4; i++) await wrongFive(person, (await changing(person)).letter);
    expect((await prove(person, codeIn((await changing(person)).letter))).status).toBe(429);
    clock.advance(86_401);
    admin = await administrator(server);
    const again = { ...(await signedIn(server, person.email, person.password)), password: person.password };
    for (let i = 0; i < 25; i++) {
      const { email, letter } = await changing(again);
      expect((await prove(again, codeIn(letter))).json).toMatchObject({ email, email_verified: true });
    }
  });

  it('of one address are counted for all accounts together, also at the same time', async () => {
    const address = newAddress();
    const people: Person[] = [];
    for (let i = 0; i < 5; i++) people.push(await newPerson(server, admin));
    const codes: string[] = [];
    for (const person of people) codes.push(codeIn((await changing(person, address)).letter));
    const guesses = people.map((person, i) =>
      Promise.all(Array.from({ length: 5 }, () => prove(person, otherThan(codes[i]!)))),
    );
    const statuses = statusesOf((await Promise.all(guesses)).flat());
    expect(statuses.sort()).toEqual([...Array<number>(20).fill(400), ...Array<number>(5).fill(429)]);
    const late = await newPerson(server, admin);
    expect((await prove(late, codeIn((await changing(late, address)).letter))).status).toBe(429);
    expect((await prove(late, codeIn((await changing(late)).letter))).status).toBe(200);
  });
});

describe('the code that a person has', () => {
  const waiting = () =>
    server.database.query<{ attempts: number; due: Date }>(
      'SELECT attempts, next_attempt_at AS due FROM outgoing_mails ORDER BY created_at',
    );
  const nothingWaits = () =>
    eventually(waiting, (rows) => {
      expect(rows).toEqual([]);
    });
  /** So many mails that were tried once, and wait. */
  const triedOnce = (count: number) =>
    eventually(waiting, (rows) => {
      expect(rows.map(({ attempts }) => attempts)).toEqual(Array(count).fill(1));
      for (const { due } of rows) expect(due.getTime()).toBeLessThan(clock.now().getTime() + 60_000);
    });
  /** These letters, the one that was asked for last first. */
  const lastFirst = async (letters: ReceivedMail[]) => {
    const rows = await server.database.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM account_links ORDER BY created_at DESC, hash DESC`,
    );
    const places = rows.map(({ hash }) => hash);
    const placeOf = (letter: ReceivedMail) =>
      places.indexOf(sha256(new URL(linkIn(letter)).searchParams.get('token') ?? '').toString('hex'));
    return [...letters].sort((one, other) => placeOf(one) - placeOf(other));
  };

  it('goes on where another is asked for beyond the bound, and no mail is sent', async () => {
    const person = await newPerson(server, admin);
    let last: ReceivedMail | undefined;
    for (let i = 0; i < server.settings.mailsPerAddress; i++) {
      await ask(person);
      last = await mail.next(person.email, CONFIRM);
    }
    await nothingWaits();
    expect((await ask(person)).status).toBe(202);
    await nothingWaits();
    expect(mail.received.filter(({ to }) => to === person.email)).toEqual([]);
    expect((await prove(person, codeIn(last!))).json).toMatchObject({ email_verified: true });
  });

  it('is that of the later mail, where a mail server puts both off and the earlier one is tried again', async () => {
    const person = await newPerson(server, admin);
    await nothingWaits();
    mail.refusal = { at: 'recipient', code: 450 };
    try {
      await ask(person);
      await triedOnce(1);
      clock.advance(1);
      await ask(person);
      await triedOnce(2);
    } finally {
      mail.refusal = undefined;
    }
    clock.advance(10);
    const letters = [await mail.next(person.email, CONFIRM), await mail.next(person.email, CONFIRM)];
    const [later, earlier] = await lastFirst(letters);
    if (codeIn(earlier!) !== codeIn(later!)) expect((await prove(person, codeIn(earlier!))).status).toBe(400);
    expect((await prove(person, codeIn(later!))).json).toMatchObject({ email_verified: true });
  });

  it('is that of the later of two mails that were asked for at the same time', async () => {
    for (let i = 0; i < 8; i++) {
      const person = await newPerson(server, admin);
      await Promise.all([ask(person), ask(person)]);
      const letters = [await mail.next(person.email, CONFIRM), await mail.next(person.email, CONFIRM)];
      const [later] = await lastFirst(letters);
      expect((await prove(person, codeIn(later!))).json).toMatchObject({ email_verified: true });
    }
  });

  it('ends with five wrong ones, and no code of an earlier mail comes back', async () => {
    const { person, code } = await asked();
    const kept = await server.database.query<{ mac: string }>(
      `SELECT encode(code_mac, 'hex') AS mac FROM account_links WHERE user_id = $1`,
      [person.id],
    );
    clock.advance(1);
    await ask(person);
    const later = codeIn(await mail.next(person.email, CONFIRM));
    // as if both mails had been written in the same moment
    await server.database.query(
      `UPDATE account_links SET code_mac = decode($2, 'hex') WHERE user_id = $1 AND code_mac IS NULL`,
      [person.id, kept[0]?.mac],
    );
    for (let i = 0; i < 5; i++) await prove(person, otherThan(later) === code ? otherThan(code) : otherThan(later));
    for (const each of [code, later]) expect((await prove(person, each)).status).toBe(400);
  });
});

describe('the link that proves an address', () => {
  it('works in any browser in which that person is signed in, once, and nothing happens before the button', async () => {
    const { person, link } = await asked();
    const { browser, page } = await opened(person, link);
    expect(page.text).toContain('Confirm this address');
    for (let i = 0; i < 3; i++) await call(link);
    await call(link, { method: 'HEAD' });
    expect(await addressOf(person)).toMatchObject({ verified: false });
    const again = await browser.open(link);
    const done = await Promise.all([browser.submit(page), browser.submit(again)]);
    expect(done.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await addressOf(person)).toMatchObject({ verified: true });
    expect((await browser.open(link)).status).toBe(410);
  });

  it('counts for no one else: not for another account, and not without a sign-in', async () => {
    const { person, link } = await asked();
    const other = await newPerson(server, admin);
    const { page: othersPage, browser: others } = await opened(other, link);
    expect([othersPage.status, othersPage.text]).toEqual([410, expect.stringContaining('does not work here')]);
    const { page } = await opened(person, link);
    const [form] = page.forms;
    const csrf = (await others.open('/interaction/forgotten')).forms[0]?.fields.csrf ?? '';
    const token = form?.fields.token ?? '';
    expect((await others.post('/interaction/verify-email', { csrf, token })).status).toBe(410);
    const alone = new Browser(server.baseUrl);
    const first = await alone.open(link);
    expect(first.text).toContain('Sign in to confirm your address');
    expect(first.text).not.toContain(person.email);
    const form2 = (await alone.open('/interaction/forgotten')).forms[0]?.fields.csrf ?? '';
    expect((await alone.post('/interaction/verify-email', { csrf: form2, token })).text).toContain(
      'Sign in to confirm',
    );
    expect((await postForm(`${server.baseUrl}/interaction/verify-email`, { token })).status).toBe(403);
    expect(await addressOf(person)).toMatchObject({ verified: false });
  });

  it('counts from no address that the account’s list does not let in', async () => {
    const { person, link } = await asked();
    const { browser, page } = await opened(person, link);
    await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: '203.0.113.7' });
    expect((await browser.submit(page)).status).toBe(403);
    expect(await addressOf(person)).toMatchObject({ verified: false });
  });

  it('is of its purpose alone', async () => {
    const { link } = await asked();
    const { undo } = await changed();
    for (const given of [link, undo]) {
      const token = new URL(given).search;
      expect((await call(`${server.baseUrl}/interaction/new-password${token}`)).status).toBe(410);
    }
    expect((await call(`${server.baseUrl}/interaction/undo-email${new URL(link).search}`)).status).toBe(410);
  });

  it('moves to no other host by a header, and expires', async () => {
    const person = await newPerson(server, admin);
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    await apiWith(server, { authorization: `Bearer ${person.token}`, ...headers }).post(
      'users/me/verification-mail',
      {},
    );
    const letter = await mail.next(person.email, CONFIRM);
    expect(letter.raw).not.toContain('evil.example');
    expect(linkIn(letter)).toMatch(new RegExp(`^${server.baseUrl}/interaction/verify-email\\?token=`));
    const { browser, page } = await opened(person, linkIn(letter));
    clock.advance(1801);
    expect((await browser.submit(page)).status).toBe(410);
  });
});

describe('a change of address', () => {
  it('comes into force by the link, and both addresses hear of it', async () => {
    const person = await newPerson(server, admin);
    const { email, letter } = await changing(person);
    expect(await addressOf(person)).toEqual({ email: person.email, verified: false, pending: email });
    const { browser, page } = await opened(person, linkIn(letter));
    expect(page.text).toContain(email);
    expect((await browser.submit(page)).text).toContain('Your address is confirmed');
    expect(await addressOf(person)).toEqual({ email, verified: true, pending: undefined });
    await mail.next(email, CHANGED);
    expect((await mail.next(person.email, CHANGED)).text).toContain('/interaction/undo-email');
    expect([await signInStatus(email, person.password), await signInStatus(person.email, person.password)]).toEqual([
      200, 401,
    ]);
  });

  it('tells neither by its answer nor by its mail whether another has that address, and takes it from no one', async () => {
    const [person, owner] = [await newPerson(server, admin), await newPerson(server, admin)];
    const answers = [];
    const texts = [];
    let last = '';
    for (const email of [newAddress(), owner.email]) {
      const { status, json } = await person.api.patch('users/me', { email, current_password: person.password });
      answers.push({ status, ...(json as object), pending_email: 'x', updated_at: 'x' });
      const letter = await mail.next(email, CONFIRM);
      last = codeIn(letter);
      texts.push(letter.text.replace(/token=\S+/, '').replace(/^\d{6}$/m, ''));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(new Set(texts).size).toBe(1);
    expect((await prove(person, last)).status).toBe(409);
    expect(await addressOf(owner)).toMatchObject({ email: owner.email });
    expect(await addressOf(person)).toMatchObject({ email: person.email });
  });

  it('is not made by a proof of an address that was asked for before', async () => {
    const person = await newPerson(server, admin);
    const first = await changing(person);
    const second = await changing(person);
    const { page } = await opened(person, linkIn(first.letter));
    expect(page.status).toBe(410);
    if (codeIn(first.letter) !== codeIn(second.letter)) {
      expect((await prove(person, codeIn(first.letter))).status).toBe(400);
    }
    await person.api.patch('users/me', { pending_email: null });
    expect((await prove(person, codeIn(second.letter))).status).toBe(400);
    expect(await addressOf(person)).toMatchObject({ email: person.email });
  });

  it('floods no mailbox: an address gets so many mails in an hour', async () => {
    const [person, email] = [await newPerson(server, admin), newAddress()];
    await changing(person, email);
    for (let i = 0; i < 15; i++) expect((await ask(person)).status).toBe(202);
    await eventually(
      () => server.database.query('SELECT 1 FROM outgoing_mails'),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    expect(mail.received.filter(({ to }) => to === email)).toHaveLength(9);
  });
});

describe('the undo of a change of address', () => {
  const undone = async (link: string): Promise<Page> => {
    const browser = new Browser(server.baseUrl);
    return browser.submit(await browser.open(link));
  };

  it('puts the former address back by a posted button, ends everything, and mails a reset there', async () => {
    const { person, former, email, undo } = await changed();
    const session = await sessionCookie(server, email, person.password);
    for (let i = 0; i < 2; i++) expect((await call(undo)).text).toContain('Take the change back');
    expect(await addressOf(person)).toMatchObject({ email });
    const done = await undone(undo);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Your address is back')]);
    expect(await addressOf(person)).toEqual({ email: former, verified: true, pending: undefined });
    expect((await person.api.get('users/me')).status).toBe(401);
    expect((await apiWith(server, session).get('users/me')).status).toBe(401);
    // who changed it knew the password
    for (const login of [former, email]) expect(await signInStatus(login, person.password)).toBe(401);
    await mail.next(email, CHANGED);
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(linkIn(await mail.next(former, 'Set a new password')));
    await browser.submit(page, { new_password: NEW, repeated: NEW });
    expect(await signInStatus(former, NEW)).toBe(200);
    expect((await call(undo)).status).toBe(410);
  });

  it('is not taken away by who has the account: by another password, another address, or their own undo', async () => {
    const { person, former, undo } = await changed();
    await person.api.put('users/me/password', { current_password: person.password, new_password: NEW });
    const thief = await signedIn(server, person.email, NEW);
    const next = await changing({ ...thief, password: NEW });
    await prove(thief, codeIn(next.letter));
    const later = linkIn(await mail.next(person.email, CHANGED));
    await thief.api.patch('users/me', { pending_email: null });
    expect((await undone(undo)).text).toContain('Your address is back');
    expect(await addressOf(person)).toMatchObject({ email: former });
    expect((await call(later)).status).toBe(410);
    expect(await addressOf(person)).toMatchObject({ email: former });
  });

  it.each(['', 'on'])(
    'is not taken away by another password that a mailed link sets; keeps the rest: "%s"',
    async (keep) => {
      const { person, former, undo } = await changed();
      const browser = new Browser(server.baseUrl);
      await browser.submit(await browser.open('/interaction/forgotten'), { username: person.email });
      const reset = linkIn(await mail.next(person.email, 'Set a new password'));
      const page = await browser.open(reset);
      expect((await browser.submit(page, { new_password: NEW, repeated: NEW, keep })).text).toContain(
        'password is set',
      );
      const thief = await signedIn(server, person.email, NEW);
      expect((await call(reset)).status).toBe(410);
      expect((await undone(undo)).text).toContain('Your address is back');
      expect(await addressOf(person)).toMatchObject({ email: former });
      expect((await thief.api.get('users/me')).status).toBe(401);
      for (const login of [former, person.email]) expect(await signInStatus(login, NEW)).toBe(401);
    },
  );

  it('is not drained by mails that the thief asks for', async () => {
    const { person, former, undo } = await changed();
    await changing(person, former);
    for (let i = 0; i < 12; i++) await ask(person);
    await undone(undo);
    await mail.next(former, 'Set a new password');
  });

  it('is made by no session, and by many at the same time once', async () => {
    const { person, former, undo } = await changed();
    const token = new URL(undo).searchParams.get('token') ?? '';
    expect((await postForm(`${server.baseUrl}/interaction/undo-email`, { token })).status).toBe(403);
    const browsers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const browser = new Browser(server.baseUrl);
        return { browser, page: await browser.open(undo) };
      }),
    );
    const answers = await Promise.all(browsers.map(({ browser, page }) => browser.submit(page)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
    expect(await addressOf(person)).toMatchObject({ email: former });
  });

  it('is over after seven days', async () => {
    const { undo } = await changed();
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(undo);
    clock.advance(7 * 86_400 + 1);
    expect((await browser.submit(page)).status).toBe(410);
    admin = await administrator(server);
  });

  it('takes the address from no other account', async () => {
    const { former, undo } = await changed();
    expect((await admin.api.post('users', { email: former, password: NEW })).status).toBe(201);
    expect((await undone(undo)).status).toBe(409);
    expect(await signInStatus(former, NEW)).toBe(200);
  });
});

describe('an administrator who changes an address', () => {
  it('is told to both, and undone by neither', async () => {
    const person = await newPerson(server, admin);
    const decided = newAddress();
    await admin.api.patch(`users/${person.id}`, { email: decided });
    for (const to of [person.email, decided]) {
      expect((await mail.next(to, CHANGED)).text).not.toContain('/interaction/undo-email');
    }
  });

  // the thief asked for the owner's address, so that putting it back would pass for the person's own change
  it.each<[string, (owners: string) => object[]]>([
    ['with another password', (email) => [{ email, password: NEW }]],
    ['and the password after it', (email) => [{ email }, { password: NEW }]],
    ['and the password before it', (email) => [{ password: NEW }, { email }]],
  ])('takes an account back from a thief for good, %s', async (_, steps) => {
    const { person: thief, former: owners, email: thiefs } = await changed();
    await changing(thief, owners);
    const earlier = await changing(thief);
    await prove(thief, codeIn(earlier.letter));
    const undoToThief = linkIn(await mail.next(thiefs, CHANGED));
    await changing({ ...thief, email: earlier.email }, owners);
    mail.received.length = 0;
    for (const step of steps(owners)) {
      expect((await admin.api.patch(`users/${thief.id}`, step)).status).toBe(200);
    }
    expect((await mail.next(earlier.email, CHANGED)).text).not.toContain('/interaction/undo-email');
    expect((await call(undoToThief)).status).toBe(410);
    expect(await addressOf(thief)).toEqual({ email: owners, verified: false, pending: undefined });
    expect(await signInStatus(owners, NEW)).toBe(200);
  });
});

describe('an administrator who resets a password', () => {
  it('ends every link that undoes a change of address', async () => {
    const { person: thief, former: owners, email: thiefs } = await changed();
    const back = await changing(thief, owners);
    expect((await prove(thief, codeIn(back.letter))).status).toBe(200);
    const undoToThief = linkIn(await mail.next(thiefs, CHANGED));
    expect((await call(undoToThief)).status).toBe(200);
    expect((await admin.api.patch(`users/${thief.id}`, { password: NEW })).status).toBe(200);
    expect((await call(undoToThief)).status).toBe(410);
    expect(await addressOf(thief)).toMatchObject({ email: owners });
  });
});

describe('an address that waits to be proved', () => {
  /** Sets another password by a mailed link. */
  const reset = async ({ email }: Person, keep: string) => {
    const browser = new Browser(server.baseUrl);
    await browser.submit(await browser.open('/interaction/forgotten'), { username: email });
    const page = await browser.open(linkIn(await mail.next(email, 'Set a new password')));
    expect((await browser.submit(page, { new_password: NEW, repeated: NEW, keep })).status).toBe(200);
  };
  const resetByAdmin = async ({ id }: Person) => {
    expect((await admin.api.patch(`users/${id}`, { password: NEW })).json).not.toHaveProperty('pending_email');
  };

  const replacePassword = async ({ email, password }: Person) => {
    const own = apiWith(server, await sessionCookie(server, email, password));
    const answer = await own.put('users/me/password', { current_password: password, new_password: NEW });
    expect([answer.status, answer.json]).toMatchObject([200, { email }]);
    expect(answer.json).not.toHaveProperty('pending_email');
  };
  const replaceRequired = async ({ id, email, password }: Person) => {
    await admin.api.patch(`users/${id}`, { password_change_required: true });
    const browser = new Browser(server.baseUrl);
    const page = await browser.submit(await browser.open(party.request()), { username: email, password });
    expect(new URL(page.url).pathname).toBe('/interaction/change-password');
    await browser.submit(page, { new_password: NEW, repeated: NEW });
    expect(await signInStatus(email, NEW)).toBe(200);
  };

  // a thief who knew the password asked for it: the person, or an administrator, would put it in force unseen
  it.each<[string, (person: Person) => Promise<void>]>([
    ['a mailed reset', (person) => reset(person, '')],
    ['a reset by an administrator', resetByAdmin],
    ['another password of the person’s own', replacePassword],
    ['a password that an administrator asks for', replaceRequired],
  ])('is forgotten with %s', async (_, end) => {
    const person = await newPerson(server, admin);
    await changing(person);
    await end(person);
    expect(await addressOf(person)).toMatchObject({ email: person.email, pending: undefined });
  });

  it('is asked for again in one step, and the mail of before proves nothing', async () => {
    const person = await newPerson(server, admin);
    const { email, letter } = await changing(person);
    await replacePassword(person);
    const again = { ...(await signedIn(server, person.email, NEW)), password: NEW };
    expect((await prove(again, codeIn(letter))).status).toBe(400);
    const { letter: next } = await changing(again, email);
    expect((await prove(again, codeIn(next))).json).toMatchObject({ email, email_verified: true });
  });

  it('waits on where the person keeps the rest', async () => {
    const person = await newPerson(server, admin);
    const { email } = await changing(person);
    await reset(person, 'on');
    expect(await addressOf(person)).toMatchObject({ email: person.email, pending: email });
  });
});

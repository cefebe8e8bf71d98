// What an attacker would gain: the account of a person whose password they know, without the person's phone.
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SecondFactors } from '../../src/auth/factors/second-factors.js';
import { Authenticator, totpOf } from '../support/authenticator.js';
import { Browser, type Page } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { type Answer, basic, bearer, postForm, postJson } from '../support/http.js';
import { MailServer } from '../support/mail-server.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie, signedIn } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

/** Seconds after which another code is shown. */
const STEP = 30;

const clock = new TestClock();
let server: Latchkey;
let other: Latchkey;
let mail: MailServer;
let admin: Person;
let client: OAuthClient;

beforeAll(async () => {
  // a code that was read is of the same step when it arrives
  clock.hold();
  mail = await MailServer.start();
  const settings = { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000', TRUST_PROXY: '127.0.0.1' };
  server = await startLatchkey({ clock, settings });
  const ISSUER = server.settings.issuer;
  other = await startLatchkey({ clock, settings: { ...settings, ISSUER }, database: server.database });
  admin = await administrator(server);
  client = await addApplication(server.database);
});
afterAll(async () => {
  await other.stop();
  await server.stop();
  await mail.stop();
});

interface Proof {
  login: string;
  password: string;
  otp?: string;
}
type Face = (proof: Proof, at?: Latchkey, headers?: Record<string, string>) => Promise<Answer>;

const form =
  (path: string): Face =>
  ({ login, password, otp }, { baseUrl } = server, headers = {}) =>
    postForm(`${baseUrl}${path}`, { username: login, password, ...(otp !== undefined && { otp }) }, headers);
const json =
  (path: string, name: string): Face =>
  ({ login, password, otp }, { baseUrl } = server, headers = {}) =>
    postJson(`${baseUrl}${path}`, { [name]: login, password, otp }, headers);

const FACES: Record<string, Face> = {
  '/api/v1/login/access-token': form('/api/v1/login/access-token'),
  '/auth/login': json('/auth/login', 'username'),
  '/v1/auth/login': json('/v1/auth/login', 'email'),
  '/v1/session/login': json('/v1/session/login', 'email'),
  '/api/v1/auth/password': form('/api/v1/auth/password'),
  '/oauth/token': ({ login, password, otp }, { baseUrl } = server, headers = {}) =>
    postForm(
      `${baseUrl}/oauth/token`,
      { grant_type: 'password', username: login, password, ...(otp !== undefined && { otp }) },
      { ...basic(client.clientId, client.clientSecret), ...headers },
    ),
};
const face = (name: string): Face => FACES[name] ?? form(name);
const LOGIN = '/api/v1/login/access-token';

interface Protected {
  person: Person;
  phone: Authenticator;
  proof: Proof;
}

/** A person with an authenticator app, whose present code is not used. */
async function protectedPerson(role: 'admin' | 'member' = 'member'): Promise<Protected> {
  const person = await newPerson(server, admin, role);
  const phone = await Authenticator.of(person.api, person.password, clock);
  clock.advance(STEP);
  return { person, phone, proof: { login: person.email, password: person.password } };
}

describe.each(Object.keys(FACES))('a password at %s', (name) => {
  let known: Protected;
  beforeAll(async () => {
    known = await protectedPerson();
  });
  const refused = name === '/oauth/token' ? 400 : 401;

  it('is not enough for an account with a second factor, and the answer says so', async () => {
    const answer = await face(name)(known.proof);
    expect([answer.status, answer.text]).toEqual([refused, expect.stringContaining('authenticator app')]);
    if (name !== LOGIN) expect(answer.text).toMatch(/mfa_required/i);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('that is wrong gets the answer of any wrong one, with a right code too', async () => {
    const wrong = { ...known.proof, password: 'not the password of theirs' };
    const [bare, withCode, unknown] = await Promise.all([
      face(name)(wrong),
      face(name)({ ...wrong, otp: known.phone.code() }),
      face(name)({ login: 'no-one@example.com', password: 'not the password of theirs' }),
    ]);
    expect(withCode.status).toBe(bare.status);
    expect(without(withCode)).toBe(without(unknown));
    expect(without(bare)).toBe(without(unknown));
    expect(bare.text).not.toMatch(/mfa_required|authenticator/i);
  });

  it('signs in with the code of the app, once', async () => {
    clock.advance(2 * STEP);
    const otp = known.phone.code();
    expect((await face(name)({ ...known.proof, otp })).status).toBe(200);
    expect((await face(name)({ ...known.proof, otp })).status).toBe(refused);
  });

  it('signs in with a recovery code, once', async () => {
    const [otp = ''] = known.phone.recoveryCodes;
    expect((await face(name)({ ...known.proof, otp })).status).toBe(200);
    expect((await face(name)({ ...known.proof, otp })).status).toBe(refused);
  });
});

/** An answer without what differs in every answer. */
function without({ status, text }: Answer): string {
  return `${String(status)} ${text.replace(/"request_id":"[^"]*"/, '')}`;
}

describe('a code of the app', () => {
  let known: Protected;
  const signIn = async (otp: string, at: Latchkey = server) => (await face(LOGIN)({ ...known.proof, otp }, at)).status;
  beforeEach(async () => {
    known = await protectedPerson();
  });

  it('may be one step early or late, and no more', async () => {
    clock.advance(5 * STEP);
    expect(await signIn(known.phone.code(-2))).toBe(401);
    expect(await signIn(known.phone.code(-1))).toBe(200);
    expect(await signIn(known.phone.code(1))).toBe(200);
    expect(await signIn(known.phone.code(2))).toBe(401);
  });

  it('of a step before the last that was used is used, too', async () => {
    clock.advance(2 * STEP);
    expect(await signIn(known.phone.code())).toBe(200);
    expect(await signIn(known.phone.code(-1))).toBe(401);
  });

  it('signs in once of many at the same time, across faces and nodes', async () => {
    const otp = known.phone.code();
    const tries = Object.values(FACES).flatMap((each) => [
      each({ ...known.proof, otp }),
      each({ ...known.proof, otp }, other),
    ]);
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it('that proved the enrolment signs no one in', async () => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    const otp = phone.code();
    expect((await face(LOGIN)({ login: person.email, password: person.password, otp })).status).toBe(401);
  });

  it('is guessed on the counters of the password, across faces and nodes, which the password alone never clears', async () => {
    const from = { 'x-forwarded-for': '198.18.7.7' };
    const all = Object.values(FACES);
    for (let guess = 0; guess < 10; guess++) {
      const each = all[guess % all.length] ?? face(LOGIN);
      await each({ ...known.proof, otp: known.phone.wrongCode() }, guess % 2 === 0 ? server : other, from);
      await each(known.proof, server, from);
    }
    for (const each of all)
      expect((await each({ ...known.proof, otp: known.phone.code() }, other, from)).status).toBe(429);
  });

  it('is not guessed beside a session, either', async () => {
    const headers = { ...bearer(await tokenOf(known)), 'x-forwarded-for': '198.18.8.8' };
    const api = apiWith(server, headers);
    const { password: current_password } = known.person;
    for (let guess = 0; guess < 10; guess++) {
      await api.post('users/me/recovery-codes', { current_password, otp: known.phone.wrongCode() });
      // the password alone is right each time, and clears nothing
      await api.patch('users/me', { email: 'elsewhere@example.com', current_password });
    }
    clock.advance(STEP);
    const answer = await api.post('users/me/recovery-codes', { current_password, otp: known.phone.code() });
    expect(answer.status).toBe(429);
  });
});

async function tokenOf({ phone, proof }: Protected): Promise<string> {
  const answer = await face(LOGIN)({ ...proof, otp: phone.code() });
  clock.advance(STEP);
  return (answer.json as { access_token: string }).access_token;
}

describe('codes that are guessed on, window after window', () => {
  const newSession = async () => {
    admin = await administrator(server);
  };
  beforeEach(newSession);
  afterAll(newSession);

  const TOLD = 'Wrong codes of your authenticator app';
  /** The mails that were not waited for. */
  const mailsAreSent = () =>
    eventually(
      () => server.database.query('SELECT 1 FROM outgoing_mails'),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
  const told = async (person: Person) => {
    await mailsAreSent();
    return mail.received.filter(({ to, subject }) => to === person.email && subject === TOLD);
  };
  const attempt = ({ proof }: Protected, otp: string, at = server) => face(LOGIN)({ ...proof, otp }, at);
  /** A mail under way would be sent once more by the other node, a quarter of an hour later. */
  const later = async () => {
    await mailsAreSent();
    clock.advance(901);
  };
  const guess = async (known: Protected, times: number) => {
    for (let i = 0; i < times; i++) {
      // fewer than the counters of the password stop
      if (i % 9 === 0) await later();
      const { status } = await attempt(known, known.phone.wrongCode(), i % 2 === 0 ? server : other);
      expect(status).toBe(401);
    }
    await later();
  };
  const alreadyGuessed = (times: number, { person }: Protected) =>
    server.database.query('UPDATE authenticators SET wrong_codes = $1 WHERE user_id = $2', [times, person.id]);

  it('end after a hundred in a row, answered as ever, until a recovery code proves the person', async () => {
    const known = await protectedPerson();
    await guess(known, 99);
    const wrong = await attempt(known, known.phone.wrongCode());
    const right = await attempt(known, known.phone.code(), other);
    expect([right.status, without(right)]).toEqual([wrong.status, without(wrong)]);
    await eventually(
      () =>
        server.database.query<{ reason: string }>(
          "SELECT reason FROM audit_events WHERE actor_id = $1 AND outcome = 'refused' ORDER BY id DESC LIMIT 3",
          [known.person.id],
        ),
      (rows) => {
        expect(rows.map(({ reason }) => reason)).toContainEqual(
          expect.stringContaining('after 100 wrong codes in a row'),
        );
      },
      { timeout: 10_000 },
    );
    clock.advance(901);
    expect((await attempt(known, known.phone.recoveryCodes[0] ?? '')).status).toBe(200);
    expect((await attempt(known, known.phone.code())).status).toBe(200);
  });

  it('are not taken beside a session either, and end nowhere before a hundred', async () => {
    const known = await protectedPerson();
    const cookie = await face('/v1/session/login')({ ...known.proof, otp: known.phone.code() });
    const api = apiWith(server, { cookie: String(cookie.headers['set-cookie']).split(';')[0] ?? '' });
    const stepUp = () => {
      clock.advance(STEP);
      return api.post('users/me/step-up', { otp: known.phone.code() });
    };
    await alreadyGuessed(99, known);
    expect((await stepUp()).status).toBe(200);
    await alreadyGuessed(99, known);
    expect((await api.post('users/me/step-up', { otp: known.phone.wrongCode() })).status).toBe(400);
    expect((await stepUp()).status).toBe(400);
  });

  it('are told to the owner from the fifth in a row, once a day', async () => {
    const known = await protectedPerson();
    await guess(known, 4);
    expect((await attempt(known, known.phone.code())).status).toBe(200);
    await guess(known, 4);
    expect(await told(known.person)).toHaveLength(0);
    await guess(known, 20);
    expect((await mail.next(known.person.email, TOLD)).text).toContain('A person who knows your password');
    expect(await told(known.person)).toHaveLength(0);
    clock.advance(86_401);
    await guess(known, 1);
    await mail.next(known.person.email, TOLD);
    expect(await told(known.person)).toHaveLength(0);
  });
});

describe('a code from outside the whitelist of the account', () => {
  it('is not looked at: it is used up neither by a password nor by half a sign-in', async () => {
    const { person, phone, proof } = await protectedPerson();
    const [first = '', second = ''] = phone.recoveryCodes;
    const party = await RelyingParty.at(server, { firstParty: true });
    const browser = new Browser(server.baseUrl);
    const half = await browser.submit(await browser.open(party.request()), {
      username: person.email,
      password: person.password,
    });
    const list = `users/${person.id}/ip-whitelist`;
    const { id } = (await admin.api.post(list, { cidr: '192.0.2.0/24', force: true })).json as { id: string };
    for (const otp of [undefined, phone.wrongCode(), phone.code(), first]) {
      expect([otp, (await face(LOGIN)({ ...proof, otp })).status]).toEqual([otp, 403]);
    }
    expect((await browser.submit(half, { otp: second })).status).toBe(403);
    expect((await admin.api.delete(`${list}/${id}`)).status).toBe(204);
    for (const otp of [phone.code(), first, second]) {
      expect([otp, (await face(LOGIN)({ ...proof, otp })).status]).toEqual([otp, 200]);
    }
  });
});

describe('a recovery code', () => {
  it('signs in once of many at the same time, and its use is told by mail', async () => {
    const { person, phone, proof } = await protectedPerson();
    const otp = phone.recoveryCodes[3] ?? '';
    const tries = Array.from({ length: 8 }, (_, i) => face(LOGIN)({ ...proof, otp }, i % 2 === 0 ? server : other));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await mail.next(person.email, 'A recovery code was used')).toBeDefined();
  });

  it('is worth nothing after new ones were made, and at another account', async () => {
    const known = await protectedPerson();
    const another = await protectedPerson();
    const api = apiWith(server, bearer(await tokenOf(known)));
    const made = await api.post('users/me/recovery-codes', {
      current_password: known.person.password,
      otp: known.phone.code(),
    });
    const { recovery_codes: codes } = made.json as { recovery_codes: string[] };
    expect(new Set(codes).size).toBe(10);
    const tried = async ({ proof }: Protected, otp = '') => (await face(LOGIN)({ ...proof, otp })).status;
    expect(await tried(known, known.phone.recoveryCodes[0])).toBe(401);
    expect(await tried(another, codes[0])).toBe(401);
    expect(await tried(known, codes[0]?.toUpperCase().replaceAll('-', ' '))).toBe(200);
  });

  it('is not at rest, and neither is the secret of the app', async () => {
    const { person, phone } = await protectedPerson();
    const rows = await server.database.query(
      `SELECT a.sealed_secret::text AS s, r.hash::text AS h FROM authenticators a JOIN recovery_codes r USING (user_id)
        WHERE a.user_id = $1`,
      [person.id],
    );
    const kept = JSON.stringify(rows);
    for (const code of phone.recoveryCodes) {
      expect(kept).not.toContain(Buffer.from(code.replaceAll('-', '')).toString('hex'));
    }
    expect(rows).toHaveLength(10);
  });
});

describe('setting an authenticator app up', () => {
  it('needs the password, and a credential with everything of the account', async () => {
    const person = await newPerson(server, admin);
    const begin = (api: Person['api'], current_password?: string) =>
      api.post('users/me/authenticator', { current_password });
    expect((await begin(person.api)).status).toBe(400);
    expect((await begin(person.api, 'not the password of theirs')).status).toBe(400);
    const made = await person.api.post('api-keys', { name: 'narrow', scopes: ['write:account', 'read:account'] });
    const narrow = apiWith(server, { 'x-api-key': (made.json as { key: string }).key });
    expect((await begin(narrow, person.password)).status).toBe(403);
  });

  it('is finished only by the session that began it, in time, for the account as it was', async () => {
    const person = await newPerson(server, admin);
    const begun = async () => {
      const answer = await person.api.post('users/me/authenticator', { current_password: person.password });
      const { ticket, secret } = answer.json as { ticket: string; secret: string };
      return { ticket, code: totpOf(secret).generate({ timestamp: clock.now().getTime() }) };
    };
    const first = await begun();
    const thief = await signedIn(server, person.email, person.password);
    expect((await thief.api.put('users/me/authenticator', first)).status).toBe(400);
    const foreign = await newPerson(server, admin);
    expect((await foreign.api.put('users/me/authenticator', first)).status).toBe(400);
    expect((await person.api.put('users/me/authenticator', { ...first, code: '12345' })).status).toBe(400);

    const second = await begun();
    expect((await person.api.put('users/me/authenticator', second)).status).toBe(200);
    // begun before the account had a second factor: it must not replace it
    expect((await person.api.put('users/me/authenticator', first)).status).toBe(400);
  });

  it('is finished for the secret that was shown last, on any page and in any session', async () => {
    const person = await newPerson(server, admin);
    const other = await signedIn(server, person.email, person.password);
    const begun = async ({ api }: Person) => {
      const answer = await api.post('users/me/authenticator', { current_password: person.password });
      const { ticket, secret } = answer.json as { ticket: string; secret: string };
      return { ticket, code: totpOf(secret).generate({ timestamp: clock.now().getTime() }) };
    };
    const finish = (enrolment: { ticket: string; code: string }) => person.api.put('users/me/authenticator', enrolment);
    const first = await begun(person);
    const second = await begun(person);
    for (const older of [first, { ...first, code: second.code }]) {
      const refused = await finish(older);
      expect([refused.status, refused.json]).toEqual([
        400,
        expect.objectContaining({
          detail: expect.stringContaining('begun again'),
          errors: [expect.objectContaining({ field: 'ticket' })],
        }),
      ]);
    }
    await begun(other);
    expect((await finish(second)).status).toBe(400);
    const all = await Promise.all(Array.from({ length: 4 }, () => begun(person)));
    const done = await Promise.all(all.map(finish));
    expect(done.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
  });

  it('takes too long after a quarter of an hour', async () => {
    const person = await newPerson(server, admin);
    const begun = await person.api.post('users/me/authenticator', { current_password: person.password });
    const { ticket, secret } = begun.json as { ticket: string; secret: string };
    clock.advance(900);
    const code = totpOf(secret).generate({ timestamp: clock.now().getTime() });
    expect((await person.api.put('users/me/authenticator', { ticket, code })).status).toBe(400);
  });
});

describe('taking a second factor away', () => {
  it('needs the password and a code: a stolen session cannot, and neither can one from before the factor', async () => {
    const person = await newPerson(server, admin);
    const cookie = await sessionCookie(server, person.email, person.password);
    const older = apiWith(server, cookie);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    const { password: current_password } = person;
    for (const body of [
      {},
      { current_password },
      { current_password, otp: phone.wrongCode() },
      { current_password: 'not the password of theirs', otp: phone.code() },
    ]) {
      expect((await older.post('users/me/authenticator/removal', body)).status).toBe(400);
      expect((await older.post('users/me/recovery-codes', body)).status).toBe(400);
      expect((await older.post('users/me/authenticator', body)).status).toBe(400);
    }
    clock.advance(STEP);
    const removed = await older.post('users/me/authenticator/removal', { current_password, otp: phone.code() });
    expect(removed.status).toBe(204);
    expect((await face(LOGIN)({ login: person.email, password: person.password })).status).toBe(200);
    const spent = await face(LOGIN)({
      login: person.email,
      password: person.password,
      otp: phone.recoveryCodes[0] ?? '',
    });
    expect(spent.status).toBe(200);
  });

  it('is done by an administrator for another, audited and mailed, and never for themselves', async () => {
    const { person, proof } = await protectedPerson();
    expect((await person.api.delete(`users/${person.id}/factors`)).status).toBe(403);
    const before = (await admin.api.get(`users/${person.id}/factors`)).json as { authenticator: object | null };
    expect(before.authenticator).not.toBeNull();
    expect((await admin.api.delete(`users/${person.id}/factors`)).status).toBe(204);
    expect((await face(LOGIN)(proof)).status).toBe(200);
    expect(await mail.next(person.email, 'Your second factor was reset')).toBeDefined();
    const events = await admin.api.get(`audit-events?target=${person.id}&action=user.factors-reset`);
    expect((events.json as { data: unknown[] }).data).toHaveLength(1);
    expect((await admin.api.delete(`users/${admin.id}/factors`)).status).toBe(409);
  });
});

describe('a sign-in at a browser', () => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.at(server, { firstParty: true });
  });

  /** A browser that has shown the password. */
  async function halfWay({ person }: Protected, path = party.request()) {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(path);
    const second = await browser.submit(page, { username: person.email, password: person.password });
    return { browser, second };
  }

  it('asks for the code on a second page, before there is any session', async () => {
    const known = await protectedPerson();
    const { browser, second } = await halfWay(known);
    expect(second.url).toContain('/interaction/second-factor');
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
    expect((await browser.open(party.request({ prompt: 'none' }))).leftFor?.searchParams.get('error')).toBe(
      'login_required',
    );
    const wrong = await browser.submit(second, { otp: known.phone.wrongCode() });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('This code is wrong')]);
    const done = await browser.submit(wrong, { otp: known.phone.code() });
    expect(done.leftFor?.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('says which kind of code was wrong, and leaves the field of a recovery code open', async () => {
    const known = await protectedPerson();
    const { browser, second } = await halfWay(known);
    const described = ({ text }: Page) =>
      ['otp', 'recovery'].filter((id) => new RegExp(`<input id="${id}"[^>]* aria-describedby="problem"`).test(text));
    expect(second.text).not.toContain('<details open');
    const recovery = await browser.submit(second, { otp: 'abcde-fghij-kmnpq-rstuv' });
    expect([recovery.status, recovery.text]).toEqual([401, expect.stringContaining('This recovery code is wrong')]);
    expect(recovery.text).toContain('<details open');
    expect(described(recovery)).toEqual(['recovery']);
    // a digit was left out
    const code = await browser.submit(recovery, { otp: known.phone.wrongCode().slice(1) });
    expect([code.status, code.text]).toEqual([401, expect.stringContaining('the one that your app shows now')]);
    expect(code.text).not.toContain('<details open');
    expect(described(code)).toEqual(['otp']);
  });

  it('is completed by no other browser', async () => {
    const known = await protectedPerson();
    const { second } = await halfWay(known);
    const thief = new Browser(server.baseUrl);
    await thief.open(party.request());
    const stolen = await thief.open(second.url.slice(server.baseUrl.length));
    expect([stolen.status, stolen.text]).toEqual([400, expect.stringContaining('another browser')]);
    const own = (await halfWay(await protectedPerson())).second;
    const ticket = second.forms[0]?.fields.ticket ?? '';
    const posted = await thief.submit(own, { ticket, otp: known.phone.code() });
    expect(posted.leftFor).toBeUndefined();
    expect(posted.status).toBeGreaterThanOrEqual(400);
  });

  it('waits ten minutes, and not for an account that has changed since', async () => {
    const known = await protectedPerson();
    const late = await halfWay(known);
    clock.advance(601);
    expect((await late.browser.submit(late.second, { otp: known.phone.code() })).text).toContain('does not wait');

    const { browser, second } = await halfWay(known);
    await admin.api.patch(`users/${known.person.id}`, { password: 'another password of theirs' });
    const refused = await browser.submit(second, { otp: known.phone.code() });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('does not wait')]);
    expect(refused.leftFor).toBeUndefined();
  });

  it('waits for no one after a sign-out there, and after another person has signed in', async () => {
    const known = await protectedPerson();
    const { browser, second } = await halfWay(known);
    await browser.open('/interaction/sign-out');
    const other = await newPerson(server, admin);
    const later = await halfWay(known);
    expect((await later.browser.walk(await later.browser.open(party.request()), other)).leftFor).toBeDefined();
    for (const [at, page] of [
      [browser, second],
      [later.browser, later.second],
    ] as const) {
      const shown = await at.open(page.url.slice(server.baseUrl.length));
      expect([shown.status, shown.text]).toEqual([400, expect.stringContaining('does not wait')]);
      const refused = await at.submit(page, { otp: known.phone.code() });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('does not wait')]);
    }
  });

  it('shows the factor for the request it answered: the half of one proves nothing for another', async () => {
    const known = await protectedPerson();
    const { browser } = await halfWay(known);
    const elsewhere = await browser.open(party.request({ state: 'another' }));
    expect(elsewhere.url).toContain('/interaction/sign-in');
    const ticket = elsewhere.forms[0]?.fields.ticket ?? '';
    const skipped = await browser.open(`/interaction/second-factor?ticket=${ticket}`);
    expect([skipped.status, skipped.text]).toEqual([400, expect.stringContaining('does not wait')]);
  });

  it('is told truly in id_token, access token and introspection, and by refreshed ones', async () => {
    const known = await protectedPerson();
    const { browser, second } = await halfWay(known, party.request({ scope: 'openid offline_access' }));
    const done = await browser.submit(second, { otp: known.phone.code() });
    const tokens = (await party.redeem(codeIn(done))).json as {
      access_token: string;
      refresh_token: string;
      id_token: string;
    };
    const proved = { acr: 'urn:latchkey:acr:two-factor', amr: ['pwd', 'otp', 'mfa'] };
    expect(claimsOf(tokens.id_token)).toMatchObject(proved);
    const refreshed = await postForm(
      `${server.baseUrl}/oauth/token`,
      { grant_type: 'refresh_token', refresh_token: tokens.refresh_token },
      basic(party.client.clientId, party.client.clientSecret),
    );
    const next = refreshed.json as { access_token: string; refresh_token: string; id_token: string };
    for (const token of [tokens.access_token, next.access_token, next.id_token]) {
      expect(claimsOf(token)).toMatchObject(proved);
    }
    for (const token of [next.access_token, next.refresh_token]) {
      const told = await postForm(
        `${server.baseUrl}/oauth/introspect`,
        { token },
        basic(party.client.clientId, party.client.clientSecret),
      );
      expect(told.json).toMatchObject({ active: true, ...proved });
    }
  });

  it('claims one factor where one was shown', async () => {
    const person = await newPerson(server, admin);
    const browser = new Browser(server.baseUrl);
    const done = await browser.walk(await browser.open(party.request()), person);
    const { id_token, access_token } = (await party.redeem(codeIn(done))).json as {
      id_token: string;
      access_token: string;
    };
    expect(claimsOf(id_token)).toMatchObject({ acr: 'urn:latchkey:acr:one-factor', amr: ['pwd'] });
    expect(claimsOf(access_token)).not.toHaveProperty('acr');
  });
});

describe('an application that asks for two factors', () => {
  const TWO = 'urn:latchkey:acr:two-factor';
  const essential = { claims: JSON.stringify({ id_token: { acr: { essential: true, value: TWO } } }) };
  const voluntary = (acr: object) => ({ claims: JSON.stringify({ id_token: { acr } }) });
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.at(server, { firstParty: true });
  });
  const acrOf = async (page: Page) =>
    claimsOf(((await party.redeem(codeIn(page))).json as { id_token: string }).id_token).acr;
  const errorOf = ({ leftFor }: Page) => leftFor?.searchParams.get('error');

  /** A browser that signed in before the account had a second factor. */
  async function olderSession() {
    const person = await newPerson(server, admin);
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(party.request()), person);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    return { person, browser, phone };
  }

  it.each([
    ['by an essential acr', essential],
    ['by acr_values', { acr_values: TWO }],
    ['by an acr that is not essential', voluntary({ value: TWO })],
    ['by one of several of them', voluntary({ values: ['urn:example:acr', TWO] })],
    ['by one of them beside an acr_values that is unknown here', { ...voluntary({ value: TWO }), acr_values: 'high' }],
  ])('%s gets them, and an older session does not do', async (_, asked) => {
    const { person, browser, phone } = await olderSession();
    const page = await browser.open(party.request(asked));
    expect(page.url).toContain('/interaction/sign-in');
    const second = await browser.submit(page, { username: person.email, password: person.password });
    expect(second.url).toContain('/interaction/second-factor');
    expect(await acrOf(await browser.submit(second, { otp: phone.code() }))).toBe(TWO);
    // the session reaches it from now on
    expect(await acrOf(await browser.open(party.request(asked)))).toBe(TWO);
  });

  it('by acr_values of a passkey asks an account with an app for its code, and once it was given for no more', async () => {
    const { person, browser, phone } = await olderSession();
    const asked = { acr_values: 'phr' };
    const page = await browser.open(party.request(asked));
    expect(page.url).toContain('/interaction/sign-in');
    const second = await browser.submit(page, { username: person.email, password: person.password });
    expect(await acrOf(await browser.submit(second, { otp: phone.code() }))).toBe(TWO);
    expect(await acrOf(await browser.open(party.request(asked)))).toBe(TWO);
    expect(await acrOf(await browser.open(party.request({ acr_values: 'phr phrh' })))).toBe(TWO);
  });

  it('by an essential acr gets nothing without them: not silently, and an account that has none sets one up', async () => {
    const { browser } = await olderSession();
    expect(errorOf(await browser.open(party.request({ ...essential, prompt: 'none' })))).toBe('login_required');
    const person = await newPerson(server, admin);
    const another = new Browser(server.baseUrl);
    const asked = await another.walk(await another.open(party.request(essential)), person);
    expect(asked.url).toContain('/interaction/set-up');
    expect([...another.cookies.keys()]).not.toContain(server.cookies.session);
  });

  it.each([
    { acr_values: TWO },
    { acr_values: `${TWO} urn:latchkey:acr:one-factor` },
    { acr_values: 'urn:latchkey:acr:one-factor' },
    voluntary({ values: [TWO, 'phr'] }),
  ])('by %j forces nothing on an account without a second factor', async (asked) => {
    const person = await newPerson(server, admin);
    const browser = new Browser(server.baseUrl);
    const page = await browser.walk(await browser.open(party.request(asked)), person);
    expect(await acrOf(page)).toBe('urn:latchkey:acr:one-factor');
    expect(await acrOf(await browser.open(party.request({ ...asked, prompt: 'none' })))).toBeDefined();
  });
});

function codeIn({ leftFor }: Page): string {
  return leftFor?.searchParams.get('code') ?? '';
}

it('is not looked up for an account without one', async () => {
  const person = await newPerson(server, admin);
  const looked = jest.spyOn(server.app.get(SecondFactors, { strict: false }), 'authenticatorOf');
  for (const each of Object.values(FACES)) {
    expect((await each({ login: person.email, password: person.password })).status).toBe(200);
  }
  expect(looked).not.toHaveBeenCalled();
  looked.mockRestore();
});

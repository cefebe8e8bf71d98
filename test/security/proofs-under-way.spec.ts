/*
 * What an attacker would gain: an account by a factor that its owner is just taking away. Who has a session and a passkey of
 * a person proves it, and has what that allows wait behind the removal: new recovery codes, another factor gone, an
 * address, a session that counts as proved.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { expectOf } from '../support/expect-of.js';
import { holdRow } from '../support/held-row.js';
import type { Answer } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { type Options, SoftwarePasskey } from '../support/passkey.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let server: Latchkey;
/** One node lets the writes of an account wait in memory, where a test cannot see them. */
let other: Latchkey;
let admin: Person;

beforeAll(async () => {
  server = await startLatchkey({ clock, host: 'localhost' });
  const settings = { ISSUER: server.settings.issuer };
  other = await startLatchkey({ clock, host: 'localhost', settings, database: server.database });
  admin = await administrator(server);
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});

interface Account {
  person: Person;
  app: Authenticator;
  /** The one that a thief has, and another. */
  stolen: { passkey: SoftwarePasskey; id: string };
  left: { passkey: SoftwarePasskey; id: string };
  /** With a session of the person. */
  thief: Api;
}

/** A person with an authenticator app and two passkeys, and a thief with one of those. */
async function robbed(): Promise<Account> {
  const person = await newPerson(server, admin);
  const thief = apiWith(other, await sessionCookie(server, person.email, person.password));
  const app = await Authenticator.of(person.api, person.password, clock);
  const passkey = async () => {
    clock.advance(30);
    return SoftwarePasskey.of(person.api, person.password, server.settings.issuer, false, app.code());
  };
  return { person, app, stolen: await passkey(), left: await passkey(), thief };
}

async function proof(api: Api, passkey: SoftwarePasskey) {
  const asked = await api.post('users/me/passkeys/proof', {});
  expectOf(asked.text, asked.status).toBe(200);
  return { passkey: passkey.get((asked.json as { options: Options }).options) };
}

/** What proves the account, and what it asks for. */
function stateOf({ id }: Person): Promise<unknown> {
  return server.database.query(
    `SELECT u.second_factors, u.pending_email, u.password_hash,
            (SELECT array_agg(p.id ORDER BY p.id) FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
            (SELECT array_agg(encode(c.hash, 'hex') ORDER BY c.hash) FROM recovery_codes c WHERE c.user_id = u.id) AS codes,
            (SELECT array_agg(s.second_factor_at) FROM sessions s WHERE s.user_id = u.id) AS proved
       FROM users u WHERE u.id = $1`,
    [id],
  );
}

function removal({ person, app, stolen }: Account): Promise<Answer> {
  clock.advance(30);
  const body = { current_password: person.password, otp: app.code() };
  return person.api.post(`users/me/passkeys/${stolen.id}/removal`, body);
}

type Write = (account: Account, proved: object) => Promise<Answer>;

const WRITES: [string, Write][] = [
  ['new recovery codes', ({ thief }, proved) => thief.post('users/me/recovery-codes', proved)],
  ['an authenticator app taken away', ({ thief }, proved) => thief.post('users/me/authenticator/removal', proved)],
  [
    'another passkey taken away',
    ({ thief, left }, proved) => thief.post(`users/me/passkeys/${left.id}/removal`, proved),
  ],
  ['another address', ({ thief }, proved) => thief.patch('users/me', { email: 'thief@example.net', ...proved })],
  [
    'another password',
    ({ thief }, proved) => thief.put('users/me/password', { new_password: 'the password of a thief', ...proved }),
  ],
  ['a session that counts as proved', ({ thief }, proved) => thief.post('users/me/step-up', proved)],
];

describe('a proof by a passkey that is being removed', () => {
  it.each(WRITES)('leaves no %s', async (_, write) => {
    const account = await robbed();
    const proved = await proof(account.thief, account.stolen.passkey);
    const held = await holdRow(server.database, 'users', { id: account.person.id });
    const removing = removal(account);
    await held.waiting(1);
    const writing = write(account, proved);
    await held.waiting(2);
    const [before] = (await stateOf(account.person)) as { passkeys: string[] }[];
    await held.release();
    expect((await removing).status).toBe(204);
    const refused = await writing;
    expectOf(refused.text, refused.status).toBe(409);
    expect(refused.text).toMatch(/begin again|has changed just now/);
    const passkeys = before?.passkeys.filter((id) => id !== account.stolen.id);
    expect(await stateOf(account.person)).toEqual([{ ...before, passkeys }]);
  });

  it.each(WRITES)('of one that stays allows %s', async (_, write) => {
    const account = await robbed();
    const answer = await write(account, await proof(account.thief, account.stolen.passkey));
    expectOf(answer.text, answer.status).toBeLessThan(300);
  });
});

describe('the first factor of an account, set up in a session', () => {
  it('raises the proof of that session', async () => {
    const person = await newPerson(server, admin);
    const api = apiWith(server, await sessionCookie(server, person.email, person.password));
    await Authenticator.of(api, person.password, clock);
    expect(await stateOf(person)).toMatchObject([{ second_factors: ['otp'], proved: [expect.any(Date)] }]);
    expect((await api.get('users/me')).status).toBe(200);
  });
});

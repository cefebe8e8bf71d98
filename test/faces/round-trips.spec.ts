// A round trip to the database is what a login costs beside the hash of its password: each of an account without a second
// factor is named here.
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { Authenticator } from '../support/authenticator.js';
import { eventually } from '../support/eventually.js';
import { postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
beforeAll(async () => {
  server = await startLatchkey({ clock });
  admin = await administrator(server);
});
afterAll(() => server.stop());

/** Statements that a node runs on its own account, now and then. */
const IN_BETWEEN = /^(change_feed|logout_deliveries|outgoing_mails)_/;

/** The names of the prepared statements that `act` runs, in order. */
async function statementsOf(act: () => Promise<unknown>): Promise<string[]> {
  const { pool } = server.app.get(Database, { strict: false });
  const prepared = jest.spyOn(pool, 'prepared');
  await act();
  const names = prepared.mock.calls.map(([{ name = '' }]) => name);
  prepared.mockRestore();
  return names.filter((name) => !IN_BETWEEN.test(name));
}

/** A letter looks its account up when it is written, some time after what it tells of. */
async function lettersAreWritten(): Promise<void> {
  const database = server.app.get(Database, { strict: false });
  await eventually(
    () => database.query((prisma) => prisma.outgoingMail.count()),
    (waiting) => {
      expect(waiting).toBe(0);
    },
  );
}

const login = ({ email, password }: Person, otp = {}) =>
  postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password, ...otp });

it('a login of an account without a second factor costs two, and the code of an app one more', async () => {
  const person = await newPerson(server, admin);
  const { email, password } = person;
  const plain = ['credentials_standing', 'sign_in_begin'];
  expect(await statementsOf(() => login(person))).toEqual(plain);
  expect(await statementsOf(() => postJson(`${server.baseUrl}/v1/auth/login`, { email, password }))).toEqual(plain);
  const phone = await Authenticator.of(person.api, person.password, clock);
  await lettersAreWritten();
  clock.advance(30);
  const [standing = '', begin = ''] = plain;
  const withCode = await statementsOf(() => login(person, { otp: phone.code() }));
  expect(withCode).toEqual([standing, 'authenticator_use_step', begin]);
});

// What an attacker would gain: mails in the name of this server to mailboxes of others, as many as there are networks to ask
// from and spellings of an address, and with them the mails that everyone else asks for. Who is signed in asks as an account.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bearer, call, JSON_TYPE } from '../support/http.js';
import { MailServer } from '../support/mail-server.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const MOST = 3;

let mail: MailServer;
let server: Latchkey;
let admin: Person;
beforeAll(async () => {
  mail = await MailServer.start();
  const settings = { SMTP_URL: mail.url, TRUST_PROXY: '127.0.0.1', MAILS_PER_NETWORK: String(MOST) };
  server = await startLatchkey({ settings });
  admin = await administrator(server);
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

let asked = 0;

/** Asks for a mail to another spelling of one mailbox, from an address of this network. */
async function asks({ token, password }: Person, network: string): Promise<number> {
  const { status } = await call(`${server.baseUrl}/api/v1/users/me`, {
    method: 'PATCH',
    headers: { ...bearer(token), 'content-type': JSON_TYPE, 'x-forwarded-for': network },
    body: JSON.stringify({ email: `victim+${String(++asked)}@mailbox.test`, current_password: password }),
  });
  return status;
}

async function times(number: number, act: (index: number) => Promise<number>): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < number; i++) answers.push(await act(i));
  return answers;
}

const [ONE, OTHER] = ['198.51.100.1', '198.51.100.2'];

it('mails that an account asks for are bounded, from however many networks it asks', async () => {
  const person = await newPerson(server, admin);
  const answers = await times(MOST + 2, (index) => asks(person, `2001:db8:0:${String(index + 1)}::1`));
  expect(answers).toEqual([...Array<number>(MOST).fill(200), 429, 429]);
  const { status, headers } = await call(`${server.baseUrl}/api/v1/users/me/verification-mail`, {
    method: 'POST',
    headers: { ...bearer(person.token), 'content-type': JSON_TYPE, 'x-forwarded-for': ONE },
    body: '{}',
  });
  expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true]);
});

it('and leave other accounts on the same network theirs', async () => {
  const [person, other] = [await newPerson(server, admin), await newPerson(server, admin)];
  expect(await times(MOST + 1, () => asks(person, OTHER))).toEqual([...Array<number>(MOST).fill(200), 429]);
  expect(await times(MOST, () => asks(other, OTHER))).toEqual(Array<number>(MOST).fill(200));
});

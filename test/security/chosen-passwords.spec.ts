// What an attacker would gain: accounts whose password is among the few thousand that everyone tries first.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { type Answer, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addUser } from '../support/user.js';

const BREACHED = 'a phrase that was stolen elsewhere';

let breach: Server;
const asked: string[] = [];
let server: Latchkey;
let admin: Person;

beforeAll(async () => {
  const digest = createHash('sha1').update(BREACHED).digest('hex').toUpperCase();
  breach = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(`${'0'.repeat(35)}:7\r\n${digest.slice(5)}:3\r\n`);
  });
  await new Promise<void>((resolve) => breach.listen(0, '127.0.0.1', resolve));
  const { port } = breach.address() as AddressInfo;
  server = await startLatchkey({
    settings: {
      PASSWORD_BREACH_URL: `http://127.0.0.1:${String(port)}/range`,
      FETCH_ALLOW_NETWORKS: '127.0.0.0/8',
      ATTEMPTS_PER_ACCOUNT_AND_NETWORK: '1000',
    },
  });
  admin = await administrator(server);
});
afterAll(async () => {
  breach.close();
  await server.stop();
});

const faultOf = ({ json }: Answer) => (json as { errors?: { field: string; message: string }[] }).errors?.[0];
const emailOf = (name: string) => `${name}@chosen.test`;

describe('a password that an administrator sets', () => {
  it('stands on no list of common ones, in a new account or a reset', async () => {
    const member = await newPerson(server, admin);
    for (const password of ['password', '12345678', 'qwertyuiop', 'iloveyou', '11111111', 'password1']) {
      const created = await admin.api.post('users', { email: emailOf(password), password });
      expectOf(password, [created.status, faultOf(created)]).toEqual([
        400,
        { field: 'password', message: 'is one of the most common passwords' },
      ]);
      const reset = await admin.api.patch(`users/${member.id}`, { password });
      expectOf(password, [reset.status, faultOf(reset)?.field]).toEqual([400, 'password']);
    }
  });

  it('may be what the documents show', async () => {
    for (const password of ['yourpassword', 'securepassword', 'mYsEcReT', 'your_api_password', 'Password1']) {
      const email = emailOf(`literal-${password.toLowerCase()}`);
      expectOf(password, (await admin.api.post('users', { email, password })).status).toBe(201);
      const login = await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password });
      expectOf(password, login.status).toBe(200);
    }
  });
});

describe('a password that a person chooses', () => {
  let person: Person;
  beforeAll(async () => {
    person = await newPerson(server, admin);
  });
  const choose = (new_password: string) =>
    person.api.put('users/me/password', { current_password: person.password, new_password });

  it.each([
    ['is common', 'Password123', /common/],
    ['is common in another spelling', 'ＰＡＳＳＷＯＲＤ１２３', /common/],
    ['is short and easy to guess', 'kitchen9', /at least 12 characters.*words/],
    ['is common and long', '123456789123', /common/],
    ['is known from a breach', BREACHED, /breach/],
  ])('is refused when it %s, with what to improve', async (_, password, advice) => {
    const answer = await choose(password);
    expect([answer.status, faultOf(answer)?.field]).toEqual([400, 'new_password']);
    expect(faultOf(answer)?.message).toMatch(advice);
  });

  it('tells a breach service five digits of a hash, and nothing of those refused before', async () => {
    asked.length = 0;
    await choose('kitchen9');
    await choose(BREACHED);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^\/range\/[0-9A-F]{5}$/);
  });

  it('may be short where it is hard to guess, and plain words where it is long', async () => {
    for (const next of ['xQ7#vKp2!z', 'plain words are fine']) {
      expectOf(next, (await choose(next)).status).toBe(200);
      person.password = next;
    }
  });

  it('goes on working where it was set before the rule', async () => {
    const { email, password } = await addUser(server, { password: 'password' });
    const login = await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: email, password });
    expect(login.status).toBe(200);
  });
});

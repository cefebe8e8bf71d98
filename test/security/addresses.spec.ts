// What an attacker would gain: with another person's address in their own account they are that person to every application
// that knows people by their address ("nOAuth"), they keep the address from its owner, and by asking for addresses and user
// names by the thousand they learn who has an account here.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let client: OAuthClient;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  client = await addApplication(server.database, { scopes: ['openid', 'email', 'introspect_tokens'] });
});
afterAll(() => server.stop());

let addresses = 0;
const newAddress = () => `ceo${String(++addresses)}@customer.example`;
const fieldsOf = ({ json }: Answer) => (json as { errors?: { field: string }[] }).errors?.map(({ field }) => field);

const signIn = (username: string, password: string) =>
  postForm(
    `${server.baseUrl}/oauth/token`,
    { grant_type: 'password', username, password, scope: 'openid email' },
    basic(client.clientId, client.clientSecret),
  );

/** What the application hears of the address, by every way it may ask. */
const told = async ({ email, password }: Pick<Person, 'email' | 'password'>) => {
  const { access_token, id_token } = (await signIn(email, password)).json as { access_token: string; id_token: string };
  const userinfo = await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token) });
  const introspected = await postForm(
    `${server.baseUrl}/oauth/introspect`,
    { token: access_token },
    basic(client.clientId, client.clientSecret),
  );
  const addressIn = (claims: unknown) => {
    const { email: address, email_verified: verified } = claims as Record<string, unknown>;
    return [address, verified];
  };
  return {
    idToken: addressIn(claimsOf(id_token)),
    userinfo: addressIn(userinfo.json),
    username: (introspected.json as { username?: string }).username,
  };
};

describe('an address that a person gives themselves', () => {
  it('needs the present password, however they are signed in', async () => {
    const person = await newPerson(server, admin);
    const key = await addApiKey(server.database, { userId: person.id, scopes: ['write:account'] });
    const cookie = await sessionCookie(server, person.email, person.password);
    for (const [api, refusal] of [
      [person.api, [400, ['current_password']]],
      [apiWith(server, cookie), [400, ['current_password']]],
      // a key that was narrowed to the account moves no address at all
      [apiWith(server, { 'x-api-key': key.key }), [403, ['email']]],
    ] as const) {
      for (const proof of [{}, { current_password: 'not the password' }]) {
        const answer = await api.patch('users/me', { email: newAddress(), ...proof });
        expect([answer.status, fieldsOf(answer)]).toEqual(refusal);
      }
    }
    const { json } = await person.api.get('users/me');
    expect(json).toMatchObject({ email: person.email });
    expect(json).not.toHaveProperty('pending_email');
  });

  it('guesses at that password count as attempts to sign in do', async () => {
    const person = await newPerson(server, admin);
    const guess = (current_password: string) => person.api.patch('users/me', { email: newAddress(), current_password });
    for (let i = 0; i < 10; i++) expect((await guess(`guess ${String(i)}`)).status).toBe(400);
    expect((await guess(person.password)).status).toBe(429);
  });

  it('is no claim, cannot be used to sign in and takes nothing from its owner while it is pending', async () => {
    const person = await newPerson(server, admin);
    const email = newAddress();
    const asked = await person.api.patch('users/me', { email: email.toUpperCase(), current_password: person.password });
    expect([asked.status, asked.json]).toMatchObject([200, { email: person.email, pending_email: email }]);
    expect(await told(person)).toEqual({
      idToken: [person.email, false],
      userinfo: [person.email, false],
      username: person.email,
    });
    expect((await signIn(email, person.password)).status).toBe(400);

    const owner = await admin.api.post('users', { email, password: 'the password of its owner' });
    expect([owner.status, owner.json]).toMatchObject([201, { email }]);
    expect((await told({ email, password: 'the password of its owner' })).idToken).toEqual([email, false]);
    expect((await admin.api.patch(`users/${person.id}`, { email })).status).toBe(409);
  });

  it('may be withdrawn, and turned down', async () => {
    const person = await newPerson(server, admin);
    for (const drop of [
      () => person.api.patch('users/me', { pending_email: null }),
      () => admin.api.patch(`users/${person.id}`, { pending_email: null }),
    ]) {
      await person.api.patch('users/me', { email: newAddress(), current_password: person.password });
      const { json } = await drop();
      expect(json).toMatchObject({ email: person.email });
      expect(json).not.toHaveProperty('pending_email');
    }
    const answer = await person.api.patch('users/me', { pending_email: newAddress() });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['pending_email']]);
  });

  it('is in force once an administrator confirms it, told as verified only if they say so', async () => {
    const person = await newPerson(server, admin);
    for (const email_verified of [undefined, true]) {
      const email = newAddress();
      await person.api.patch('users/me', { email, current_password: person.password });
      const confirmed = await admin.api.patch(`users/${person.id}`, { email, email_verified });
      expect(confirmed.json).toMatchObject({ email, email_verified: email_verified ?? false });
      expect(confirmed.json).not.toHaveProperty('pending_email');
      const { idToken } = await told({ ...person, email });
      expect(idToken).toEqual([email, email_verified ?? false]);
      person.email = email;
    }
  });

  it('stays as it is where the form sends the present one back', async () => {
    const person = await newPerson(server, admin);
    await person.api.patch('users/me', { email: newAddress(), current_password: person.password });
    const saved = await person.api.patch('users/me', { email: person.email, name: 'A name' });
    expect([saved.status, saved.json]).toMatchObject([200, { email: person.email, name: 'A name' }]);
  });
});

describe('an address that was given before such changes had to be confirmed', () => {
  it('signs in still, and is no claim until an administrator says it is theirs', async () => {
    for (const settle of [{ email_verified: true }, { email: '' }]) {
      const person = await newPerson(server, admin);
      const events =
        'INSERT INTO audit_events (id, action, outcome, actor_type, actor_id, target_type, target_id, details)';
      await server.database.query(
        `${events} VALUES (gen_random_uuid(), 'user.update', 'success', 'user', $1, 'user', $1, '{"fields":["name","email"]}')`,
        [person.id],
      );
      const migration = 'prisma/migrations/20261128080000_pending_email/migration.sql';
      const [, marking = ''] = (await readFile(migration, 'utf8')).split(/(?=^UPDATE)/m);
      await server.database.query(marking, []);
      // another node's memory would hear of it by the feed; here the account is read again once it changes
      await admin.api.patch(`users/${person.id}`, { name: 'A name' });
      expect(await told(person)).toEqual({
        idToken: [undefined, undefined],
        userinfo: [undefined, undefined],
        username: undefined,
      });
      const change = 'email' in settle ? { email: person.email } : settle;
      expect((await admin.api.patch(`users/${person.id}`, change)).json).not.toHaveProperty('email_self_given');
      expect((await told(person)).userinfo[0]).toBe(person.email);
    }
  });
});

describe('who has an account', () => {
  it('is not told by a change of address: it is answered the same whether another has it or not', async () => {
    const [person, other] = [await newPerson(server, admin), await newPerson(server, admin)];
    const ask = async (email: string) => {
      const { status, json } = await person.api.patch('users/me', { email, current_password: person.password });
      return { status, ...(json as object), pending_email: 'x', updated_at: 'x' };
    };
    expect(await ask(other.email)).toEqual(await ask(newAddress()));
  });

  it('is not told by user names to one who asks for many, and not to their network', async () => {
    const other = await newPerson(server, admin);
    expect((await other.api.patch('users/me', { username: 'taken.name' })).status).toBe(200);
    const person = await newPerson(server, admin);
    const outcomes = async (name: (i: number) => string) => {
      const asked = await Promise.all(
        Array.from({ length: 30 }, (_, i) => person.api.patch('users/me', { username: name(i) })),
      );
      return asked.map(({ status, headers }) => [status, headers['retry-after'] !== undefined] as const);
    };
    const asked = await outcomes(() => 'taken.name');
    expect(asked.filter(([status]) => status === 409)).toHaveLength(10);
    expect(asked.filter(([status, waits]) => status === 429 && waits)).toHaveLength(20);
    // a free name tells as much as a taken one
    expect((await outcomes((i) => `free.name${String(i)}`)).every(([status]) => status === 429)).toBe(true);
    expect((await person.api.patch('users/me', { name: 'Another name' })).status).toBe(200);

    const few = await startLatchkey({
      database: server.database,
      settings: { ISSUER: server.baseUrl, ATTEMPTS_PER_NETWORK: '3' },
    });
    try {
      const asking: number[] = [];
      for (let i = 0; i < 5; i++) {
        const someone = await newPerson(server, admin);
        const answer = await apiWith(few, bearer(someone.token)).patch('users/me', { username: 'taken.name' });
        asking.push(answer.status);
      }
      expect(asking).toContain(429);
    } finally {
      await few.stop();
    }
  });
});

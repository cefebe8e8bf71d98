// What an attacker would gain: a client, or a key that outlives a sign-in, at a server whose members are end users.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, postJson } from '../support/http.js';
import { administrator, newPerson, type Person, sessionCookie } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const APPLICATION = { name: 'Mine', scopes: ['read_items'] };
const KEY = { name: 'Mine', scopes: ['read:account'] };

describe('where only administrators are developers', () => {
  let server: Latchkey;
  let admin: Person;
  let member: Person;

  beforeAll(async () => {
    server = await startLatchkey({ settings: { DEVELOPERS: 'admins' } });
    admin = await administrator(server);
    member = await newPerson(server, admin);
  });
  afterAll(() => server.stop());

  it.each([
    ['applications', APPLICATION],
    ['api-keys', KEY],
  ])('a member creates no %s with any credential, and is told the setting', async (path, body) => {
    const cookie = await sessionCookie(server, member.email, member.password);
    const origin = { origin: server.baseUrl };
    for (const headers of [bearer(member.token), { ...cookie, ...origin }]) {
      for (const face of ['/api/v1', '/v1']) {
        const answer = await postJson(`${server.baseUrl}${face}/${path}`, body, headers);
        expect([answer.status, answer.json]).toMatchObject([
          403,
          { detail: `${path}: only an administrator may create one here (the setting DEVELOPERS is admins)` },
        ]);
      }
    }
    expect((await member.api.get(path)).json).toMatchObject({ data: [] });
  });

  it('administrators create both, and each is told what they may', async () => {
    expect((await admin.api.post('applications', APPLICATION)).status).toBe(201);
    expect((await admin.api.post('api-keys', KEY)).status).toBe(201);
    expect((await admin.api.get('users/me')).json).toMatchObject({ can_create: ['applications', 'api-keys'] });
    expect((await member.api.get('users/me')).json).toMatchObject({ can_create: [] });
  });

  it('what was made before by one who is a member now goes on working, and stays theirs', async () => {
    const other = await newPerson(server, admin, 'admin');
    const { id } = (await other.api.post('applications', APPLICATION)).json as { id: string };
    await admin.api.patch(`users/${other.id}`, { role: 'member' });
    const cookie = await sessionCookie(server, other.email, other.password);
    const change = await fetch(`${server.baseUrl}/api/v1/applications/${id}`, {
      method: 'PATCH',
      headers: { ...cookie, origin: server.baseUrl, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Still mine' }),
    });
    expect(change.status).toBe(200);
  });
});

describe('where a member has no applications', () => {
  let server: Latchkey;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { APPLICATIONS_PER_MEMBER: '0' } });
  });
  afterAll(() => server.stop());

  it('they still have API keys', async () => {
    const member = await newPerson(server, await administrator(server));
    const refused = await member.api.post('applications', APPLICATION);
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('only an administrator may create one here (the setting APPLICATIONS_PER_MEMBER is 0)'),
    ]);
    expect((await member.api.post('api-keys', KEY)).status).toBe(201);
    expect((await member.api.get('users/me')).json).toMatchObject({ can_create: ['api-keys'] });
  });
});

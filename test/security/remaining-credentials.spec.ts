// After a theft the person changes their password or an administrator resets it. What the thief made meanwhile and what
// works without the password (API keys, applications with credentials of their own) must be shown to them then, with one
// act to end it. Otherwise the thief stays, and is not looked for.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { basic, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Remaining {
  api_keys: { id: string; name: string }[];
  applications: { id: string; client_id: string; secrets: number }[];
}

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
}

let server: Latchkey;
let admin: Person;
let person: Person;
let key: { id: string; key: string };
let application: Application;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  person = await newPerson(server, admin);
  key = (await person.api.post('api-keys', { name: 'k', scopes: ['read:account'] })).json as typeof key;
  const body = { name: 'A job', scopes: ['read_items'], grant_types: ['client_credentials'] };
  application = (await person.api.post('applications', body)).json as Application;
});

const remainingIn = (json: unknown) => (json as { remaining?: Remaining }).remaining;
const keyWorks = async () => (await apiWith(server, { 'x-api-key': key.key }).get('users/me')).status === 200;

async function applicationWorks(): Promise<boolean> {
  const { client_id, client_secret } = application;
  const form = { grant_type: 'client_credentials' };
  const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(client_id, client_secret));
  return answer.status === 200;
}

function changePassword() {
  const body = { current_password: person.password, new_password: 'another password of theirs' };
  return person.api.put('users/me/password', body);
}

describe('what a thief could leave behind', () => {
  it("is listed by the answer to a person's change of their password, and works on", async () => {
    const answer = await changePassword();
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id: person.id, email: person.email });
    expect(remainingIn(answer.json)).toMatchObject({
      api_keys: [{ id: key.id, name: 'k', last_used_at: null }],
      applications: [{ id: application.id, client_id: application.client_id, name: 'A job', secrets: 1 }],
    });
    expect(answer.text).not.toContain(key.key);
    expect(await keyWorks()).toBe(true);
    expect(await applicationWorks()).toBe(true);
  });

  it("is listed by the answer to an administrator's reset, which ends the API keys and no application", async () => {
    const answer = await admin.api.patch(`users/${person.id}`, { password: 'the password of a reset' });
    expect(remainingIn(answer.json)).toMatchObject({ api_keys: [], applications: [{ id: application.id }] });
    expect(await keyWorks()).toBe(false);
    expect(await applicationWorks()).toBe(true);
    expect(remainingIn((await admin.api.patch(`users/${person.id}`, { name: 'Ada' })).json)).toBeUndefined();
  });

  it('is ended by one act of the person, for good', async () => {
    const ended = await person.api.delete('users/me/remaining-credentials');
    expectOf(ended.text, ended.status).toBe(200);
    expect(ended.json).toMatchObject({ api_keys: [{ id: key.id }], applications: [{ id: application.id }] });
    expect([await keyWorks(), await applicationWorks()]).toEqual([false, false]);
    const left = await person.api.get('users/me/remaining-credentials');
    expect(left.json).toEqual({ api_keys: [], applications: [], consents: [] });

    expect((await person.api.patch(`applications/${application.id}`, { disabled: false })).status).toBe(200);
    expect(await applicationWorks()).toBe(false);
    const events = await server.database.query("SELECT details FROM audit_events WHERE action = 'user.end-remaining'");
    expect(events).toEqual([{ details: { api_keys: 1, applications: [application.client_id], consents: 0 } }]);
  });

  it('is ended for good of an application that was disabled before, too', async () => {
    const disable = (by: Person) => by.api.patch(`applications/${application.id}`, { disabled: true });
    const enable = (by: Person) => by.api.patch(`applications/${application.id}`, { disabled: false });
    expect((await disable(person)).status).toBe(200);
    const listed = [{ id: application.id, disabled: true, secrets: 1 }];
    expect(remainingIn((await changePassword()).json)).toMatchObject({ applications: listed });
    const ended = await person.api.delete('users/me/remaining-credentials');
    expect(ended.json).toMatchObject({ applications: listed });
    expect((await person.api.get('users/me/remaining-credentials')).json).toMatchObject({ applications: [] });
    const [event] = await server.database.query<{ details: object }>(
      "SELECT details FROM audit_events WHERE action = 'user.end-remaining' AND target_id = $1",
      [person.id],
    );
    expect(event?.details).toMatchObject({ applications: [application.client_id] });
    expect((await enable(person)).status).toBe(200);
    expect(await applicationWorks()).toBe(false);
    // and one without any is of no interest
    expect((await disable(admin)).status).toBe(200);
    expect((await person.api.get('users/me/remaining-credentials')).json).toMatchObject({ applications: [] });
  });

  it('is ended by one act of an administrator', async () => {
    const ended = await admin.api.delete(`users/${person.id}/remaining-credentials`);
    expectOf(ended.text, ended.status).toBe(200);
    expect([await keyWorks(), await applicationWorks()]).toEqual([false, false]);
    expect(
      (await admin.api.delete(`users/${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}/remaining-credentials`)).status,
    ).toBe(404);
  });

  it('includes an application that needs no consent, though it has no credentials of its own', async () => {
    const boss = await newPerson(server, admin, 'admin');
    const body = { name: 'A page', type: 'public', scopes: ['openid'], redirect_uris: ['https://page.example/cb'] };
    const made = (await boss.api.post('applications', { ...body, first_party: true })).json as Application;
    expect((await boss.api.post('applications', body)).status).toBe(201);
    const listed = { api_keys: [], applications: [{ id: made.id, secrets: 0 }] };
    const demoted = await admin.api.patch(`users/${boss.id}`, { role: 'member' });
    expect(remainingIn(demoted.json)).toMatchObject(listed);
    expect((await admin.api.delete(`users/${boss.id}/remaining-credentials`)).json).toMatchObject(listed);
    expect((await admin.api.get(`applications/${made.id}`)).json).toMatchObject({ disabled: true });
  });

  it('is out of reach for others, and for a credential that could not end each of it', async () => {
    const other = await newPerson(server, admin);
    expect((await other.api.get(`users/${person.id}/remaining-credentials`)).status).toBe(403);
    expect((await other.api.delete(`users/${person.id}/remaining-credentials`)).status).toBe(403);
    const narrow = await person.api.post('api-keys', { name: 'n', scopes: ['write:account', 'write:api-keys'] });
    const api = apiWith(server, { 'x-api-key': (narrow.json as { key: string }).key });
    expect((await api.delete('users/me/remaining-credentials')).status).toBe(403);
    expect([await keyWorks(), await applicationWorks()]).toEqual([true, true]);
  });
});

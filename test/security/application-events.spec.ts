/*
 * What an attacker would gain: events of their choice in the log that the owner of another application reads, such as its
 * deletion, or refusals that bury the real ones. The sender of a request chooses its id, and the log was looked up by it, too.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let owner: Person;
let attacker: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  attacker = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Made {
  id: string;
  client_id: string;
}
const made = async ({ api }: Person) =>
  (await api.post('applications', { name: 'Shop', scopes: ['read_items'] })).json as Made;

describe('the log of an application', () => {
  it('holds nothing of requests that name it in their own id', async () => {
    const [theirs, its] = [await made(owner), await made(attacker)];
    for (const id of [theirs.id, theirs.client_id]) {
      const headers = { 'x-request-id': id };
      const form = { grant_type: 'client_credentials', client_id: 'unknown', client_secret: 'unknown' };
      expect((await postForm(`${server.baseUrl}/oauth/token`, form, headers)).status).toBe(401);
    }
    const headers = { ...bearer(attacker.token), 'x-request-id': theirs.client_id };
    const url = `${server.baseUrl}/api/v1/applications/${its.id}`;
    expect((await call(url, { method: 'DELETE', headers })).status).toBe(204);

    const refused = `audit-events?request_id=${theirs.id}`;
    await eventually(
      () => admin.api.get(refused),
      ({ json }) => {
        expect((json as { data: unknown[] }).data).toHaveLength(1);
      },
    );
    const log = (await owner.api.get(`applications/${theirs.id}/events`)).json as { data: { action: string }[] };
    expect(log.data.map(({ action }) => action)).toEqual(['application.create']);
  });
});

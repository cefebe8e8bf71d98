// What an attacker would gain: by the log of an application of their own, which accounts there are, and from where people
// sign in.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { challengeOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { StoppedClock } from '../support/test-clock.js';

interface Event {
  action: string;
  outcome: string;
  by: string;
  reason: string | null;
  details: { fields?: string[]; steps?: { outcome: string; note?: string }[]; compared?: object } | null;
}

// no day ends on the way
const clock = new StoppedClock();
let server: Latchkey;
let admin: Person;
let owner: Person;
let application: { id: string; client_id: string; client_secret: string };

beforeAll(async () => {
  server = await startLatchkey({ clock });
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  const body = { name: 'Shop', scopes: ['read_items'], grant_types: ['password', 'client_credentials'] };
  application = (await owner.api.post('applications', body)).json as typeof application;
});
afterAll(() => server.stop());

const token = (fields: Record<string, string>) => {
  const { client_id, client_secret } = application;
  return postForm(`${server.baseUrl}/oauth/token`, { client_id, client_secret, ...fields });
};
const eventsFor = async ({ api }: Person, query = '') =>
  ((await api.get(`applications/${application.id}/events${query}`)).json as { data: Event[] }).data;

describe('the log of an application', () => {
  it('explains to its owner the refusals that are about it', async () => {
    await token({ grant_type: 'client_credentials', scope: 'write_items' });
    await eventually(
      () => eventsFor(owner, '?outcome=refused'),
      (events) =>
        expect(events[0]).toMatchObject({
          reason: expect.stringContaining('invalid_scope: '),
          details: { compared: { parameter: 'scope', sent: 'write_items' } },
        }),
    );
    const [refused] = await eventsFor(owner, '?outcome=refused');
    const steps = refused?.details?.steps ?? [];
    expect(steps.some(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(steps.filter(({ outcome, note }) => outcome !== 'failed' && note !== undefined)).toEqual([]);
  });

  it('tells no person, no address, and not whether an account exists', async () => {
    const visitor = await newPerson(server, admin);
    await token({ grant_type: 'password', username: visitor.email, password: 'a wrong password' });
    await token({ grant_type: 'password', username: 'none@example.com', password: 'a wrong password' });
    await token({ grant_type: 'password', username: visitor.email, password: visitor.password });
    const attempts = async () =>
      (await eventsFor(owner, '?outcome=refused')).filter(
        ({ reason }) => reason?.startsWith('invalid_scope') === false,
      );
    await eventually(attempts, (events) => expect(events).toHaveLength(2));
    const [one, other] = await attempts();
    const bare = { details: null, by: 'another', reason: expect.stringMatching(/^[a-z_]+$/) };
    expect(one?.reason).toBe(other?.reason);
    expect([one, other]).toMatchObject([bare, bare]);
    const text = JSON.stringify(await eventsFor(owner));
    for (const told of [visitor.id, visitor.email, 'none@example.com', '127.0.0.1']) expect(text).not.toContain(told);
  });

  it('shows with what a code was redeemed wrongly, and no more of that refusal', async () => {
    const callback = 'https://party.example.com/callback';
    const made = await owner.api.post('applications', { name: 'Party', scopes: ['openid'], redirect_uris: [callback] });
    const { id, client_id: clientId, client_secret: clientSecret } = made.json as typeof application;
    const party = RelyingParty.of(server, { id, clientId, clientSecret }, callback);
    const back = await party.authorize(await newPerson(server, admin), { scope: 'openid' });
    const verifier = 'another-verifier-than-the-one-of-the-request';
    await party.redeem(back.searchParams.get('code') ?? '', { code_verifier: verifier });
    const log = async () =>
      (await owner.api.get(`applications/${id}/events?outcome=refused`)).json as { data: Event[] };
    const compared = { parameter: 'code_verifier', sent: challengeOf(verifier), accepted: [challengeOf(VERIFIER)] };
    await eventually(log, ({ data }) =>
      expect(data).toEqual([expect.objectContaining({ reason: 'invalid_grant', details: { compared } })]),
    );
  });

  it('tells what was changed, and whether the owner did it', async () => {
    await owner.api.patch(`applications/${application.id}`, { name: 'Shop 2' });
    await admin.api.patch(`applications/${application.id}`, { name: 'Shop 3' });
    const changes = (await eventsFor(owner)).filter(({ action }) => action === 'application.update');
    expect(changes).toMatchObject([
      { by: 'another', details: { fields: ['name'] } },
      { by: 'you', details: { fields: ['name'] } },
    ]);
  });

  it('tells by which of their API keys the owner did it, and no one else’s', async () => {
    const scopes = ['read:applications', 'write:applications', 'write:users'];
    const keyOf = async ({ api }: Person, carried: string[]) =>
      (await api.post('api-keys', { name: 'Job', scopes: carried })).json as { id: string; key: string };
    const [own, others] = [await keyOf(owner, scopes.slice(0, 2)), await keyOf(admin, scopes)];
    for (const [nth, { key }] of [own, others].entries()) {
      const api = apiWith(server, { 'x-api-key': key });
      expect((await api.patch(`applications/${application.id}`, { name: `Job ${String(nth)}` })).status).toBe(200);
    }
    const changes = (await eventsFor(owner)).filter(({ action }) => action === 'application.update');
    expect(changes.slice(0, 2).map(({ by, details }) => [by, details])).toEqual([
      ['another', { fields: ['name'] }],
      ['you', { fields: ['name'], api_key: own.id }],
    ]);
  });

  it('comes page by page, and to no other member', async () => {
    const answer = await owner.api.get(`applications/${application.id}/events?limit=1`);
    const { next_cursor } = answer.json as { next_cursor: string };
    const next = await owner.api.get(`applications/${application.id}/events?limit=1&cursor=${next_cursor}`);
    expect((next.json as { data: object[] }).data).toHaveLength(1);
    const other = await newPerson(server, admin);
    for (const path of ['events', 'usage']) {
      expect((await other.api.get(`applications/${application.id}/${path}`)).status).toBe(404);
      expect((await admin.api.get(`applications/${application.id}/${path}`)).status).toBe(200);
    }
    expect((await owner.api.get(`applications/${application.id}/events?cursor=junk`)).status).toBe(400);
  });
});

it('the use of an application: tokens by grant, and what is better retired', async () => {
  await token({ grant_type: 'client_credentials' });
  const usage = async () => (await owner.api.get(`applications/${application.id}/usage`)).json;
  const today = clock.now().toISOString().slice(0, 10);
  await eventually(usage, (value) =>
    expect(value).toMatchObject({
      tokens_by_grant: [
        { grant: 'client_credentials', count: 1, last_day: today },
        { grant: 'password', count: 1, last_day: today },
      ],
      discouraged: [{ what: 'password_grant', last_day: today }],
      last_used_on: today,
    }),
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, bearer, postForm } from '../support/http.js';
import {
  administrator,
  type Api,
  apiWith,
  newPerson,
  type Pair,
  type Person,
  sessionCookie,
  tokenPair,
} from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Entry {
  id: string;
  cidr: string;
  note: string;
}
interface Check {
  address: string;
  checked_address: string;
  allowed: boolean;
  lists: { list: string; id: string; restricted: boolean; allowed: boolean; entry: Entry | null }[];
}
const entryOf = (answer: Answer) => answer.json as Entry;
const entriesOf = (answer: Answer) => (answer.json as { data: Entry[] }).data;
const checkOf = (answer: Answer) => answer.json as Check;
const faultsOf = (answer: Answer) => (answer.json as { errors?: { field: string; message: string }[] }).errors ?? [];
const fieldsOf = (answer: Answer) => faultsOf(answer).map(({ field }) => field);
const UNKNOWN = '0192f2a0-0000-7000-8000-000000000000';

/** The tests call from the loopback. */
const HERE = '127.0.0.1';

let server: Latchkey;
let admin: Person;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());

const meStatus = async (api: Api) => (await api.get('users/me')).status;

describe('the own list', () => {
  it('begins empty; entries are added, listed newest first, and removed', async () => {
    const { api } = await newPerson(server, admin);
    expect((await api.get('ip-whitelist')).json).toEqual({ data: [], next_cursor: null });
    const first = await api.post('ip-whitelist', { cidr: HERE, note: 'this machine' });
    expect([first.status, first.json]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        cidr: '127.0.0.1/32',
        note: 'this machine',
        created_at: expect.stringMatching(/Z$/),
      },
    ]);
    const second = await api.post('/v1/ip-whitelist/', { cidr: '2001:DB8:0::/32' });
    expect([second.status, second.json]).toMatchObject([201, { cidr: '2001:db8::/32', note: '' }]);
    expect(entriesOf(await api.get('ip-whitelist')).map(({ cidr }) => cidr)).toEqual(['2001:db8::/32', '127.0.0.1/32']);

    const page = await api.get('ip-whitelist?limit=1');
    const { next_cursor } = page.json as { next_cursor: string };
    expect(entriesOf(await api.get(`ip-whitelist?limit=1&cursor=${next_cursor}`))).toEqual([entryOf(first)]);
    expect((await api.delete(`ip-whitelist/${entryOf(second).id}`)).status).toBe(204);
    expect((await api.delete(`ip-whitelist/${entryOf(second).id}`)).status).toBe(404);
    expect(entriesOf(await api.get('ip-whitelist'))).toEqual([entryOf(first)]);
  });

  it('keeps every network it was given, as it was given', async () => {
    const { api } = await newPerson(server, admin);
    const networks = [
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/8',
      '203.0.113.7/32',
      '2001:db8::1/128',
      '::102:304/128',
      '::ffff:0:1:2/128',
    ];
    for (const cidr of networks) expect(entryOf(await api.post('ip-whitelist', { cidr })).cidr).toBe(cidr);
    expect(entriesOf(await api.get('ip-whitelist')).map(({ cidr }) => cidr)).toEqual([...networks].reverse());
  });

  it('takes an IPv4-mapped entry for its IPv4', async () => {
    const { api } = await newPerson(server, admin);
    expect(entryOf(await api.post('ip-whitelist', { cidr: '::ffff:127.0.0.0/104' })).cidr).toBe('127.0.0.0/8');
    expect(await meStatus(api)).toBe(200);
    const again = await api.post('ip-whitelist', { cidr: '127.0.0.0/8' });
    expect([again.status, fieldsOf(again)]).toEqual([409, ['cidr']]);
  });

  it('refuses an existing entry, in any spelling', async () => {
    const { api } = await newPerson(server, admin);
    await api.post('ip-whitelist', { cidr: HERE });
    for (const cidr of ['127.0.0.1', '127.0.0.1/32', '::ffff:127.0.0.1', '::ffff:7f00:1/128']) {
      const answer = await api.post('ip-whitelist', { cidr });
      expect([answer.status, fieldsOf(answer)]).toEqual([409, ['cidr']]);
    }
  });

  it.each([
    ['10.0.0.1/8', 'did you mean 10.0.0.0/8?'],
    ['010.0.0.1', 'did you mean 10.0.0.1?'],
    ['0x7f.1', 'did you mean 127.0.0.1?'],
    ['10/8', 'did you mean 10.0.0.0/8?'],
    ['fe80::1%eth0', 'zone id'],
    ['203.0.113.7:80', 'port'],
    [' 203.0.113.7', 'spaces'],
    ['::ffff:10.0.0.0/8', 'did you mean 10.0.0.0/8?'],
    ['example.com', 'is not an IP address'],
    ['', 'is not an IP address'],
    ['1'.repeat(50_000), 'is not an IP address'],
  ])('refuses %j and names the fix', async (cidr, fix) => {
    const answer = await admin.api.post('ip-whitelist', { cidr });
    expect(answer.status).toBe(400);
    expect(faultsOf(answer)).toEqual([{ field: 'cidr', message: expect.stringContaining(fix) }]);
  });

  it.each<[string, unknown]>([
    ['cidr', undefined],
    ['cidr', 7],
    ['cidr', ['127.0.0.1']],
    ['note', 'two\nlines'],
    ['note', 'x'.repeat(201)],
    ['force', 'true'],
    ['user_id', UNKNOWN],
  ])('refuses %s = %j and names the field', async (field, value) => {
    const answer = await admin.api.post('ip-whitelist', { cidr: HERE, [field]: value });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it('asks for its scopes', async () => {
    const { id } = await newPerson(server, admin);
    const keyWith = async (...scopes: string[]) =>
      apiWith(server, { 'x-api-key': (await addApiKey(server.database, { userId: id, scopes })).key });
    const reader = await keyWith('read:ip-whitelist');
    expect((await reader.get('ip-whitelist')).status).toBe(200);
    expect((await reader.get('ip-whitelist/check')).status).toBe(200);
    expect((await reader.post('ip-whitelist', { cidr: HERE })).status).toBe(403);
    expect((await reader.delete(`ip-whitelist/${UNKNOWN}`)).status).toBe(403);
    const other = await keyWith('write:account', 'read:account');
    expect((await other.get('ip-whitelist')).status).toBe(403);
    expect((await other.get('ip-whitelist/check')).status).toBe(403);
    expect((await apiWith(server, {}).get('ip-whitelist')).status).toBe(401);
  });

  it('audits additions and removals', async () => {
    const { id, api } = await newPerson(server, admin);
    const entry = entryOf(await api.post('ip-whitelist', { cidr: HERE }));
    await api.delete(`ip-whitelist/${entry.id}`);
    const rows = await server.database.query(
      "SELECT action, actor_id, details FROM audit_events WHERE target_id = $1 AND action LIKE 'ip-%' ORDER BY id",
      [id],
    );
    expect(rows).toEqual(
      ['ip-whitelist.add', 'ip-whitelist.remove'].map((action) => ({
        action,
        actor_id: id,
        details: { cidr: '127.0.0.1/32' },
      })),
    );
  });

  it('holds a bounded number of entries', async () => {
    const { id } = await newPerson(server, admin);
    await server.database.query(
      `INSERT INTO ip_entries (id, user_id, cidr) SELECT gen_random_uuid(), $1, ('10.1.' || i / 256 || '.' || i % 256)::inet
         FROM generate_series(0, 498) i`,
      [id],
    );
    expect((await admin.api.post(`users/${id}/ip-whitelist`, { cidr: HERE })).status).toBe(201);
    const over = await admin.api.post(`users/${id}/ip-whitelist`, { cidr: '10.9.9.9' });
    expect([over.status, fieldsOf(over)]).toEqual([409, ['cidr']]);
  });
});

describe('a change that would lock out the address it comes from', () => {
  it('is refused when it adds the first entry, and names the address', async () => {
    const { api } = await newPerson(server, admin);
    const refused = await api.post('ip-whitelist', { cidr: '203.0.113.0/24' });
    expect(refused.status).toBe(409);
    expect(faultsOf(refused)[0]).toMatchObject({ field: 'cidr', message: expect.stringContaining(HERE) });
    expect(entriesOf(await api.get('ip-whitelist'))).toEqual([]);
  });

  it('is refused when it removes the entry that admits it', async () => {
    const { api } = await newPerson(server, admin);
    const here = entryOf(await api.post('ip-whitelist', { cidr: HERE }));
    const there = entryOf(await api.post('ip-whitelist', { cidr: '203.0.113.0/24' }));
    const refused = await api.delete(`ip-whitelist/${here.id}`);
    expect([refused.status, fieldsOf(refused)]).toEqual([409, ['entry_id']]);
    expect(refused.text).toContain(HERE);
    expect((await api.delete(`ip-whitelist/${here.id}?force=false`)).status).toBe(409);
    expect((await api.delete(`ip-whitelist/${here.id}?force=yes`)).status).toBe(400);
    // without entries all addresses are allowed
    expect((await api.delete(`ip-whitelist/${there.id}`)).status).toBe(204);
    expect((await api.delete(`ip-whitelist/${here.id}`)).status).toBe(204);
    expect(await meStatus(api)).toBe(200);
  });

  it('is done when forced', async () => {
    const adding = await newPerson(server, admin);
    expect((await adding.api.post('ip-whitelist', { cidr: '203.0.113.7', force: true })).status).toBe(201);
    expect(await meStatus(adding.api)).toBe(403);

    const removing = await newPerson(server, admin);
    const here = entryOf(await removing.api.post('ip-whitelist', { cidr: HERE }));
    await removing.api.post('ip-whitelist', { cidr: '203.0.113.0/24' });
    expect((await removing.api.delete(`ip-whitelist/${here.id}?force=true`)).status).toBe(204);
    expect(await meStatus(removing.api)).toBe(403);
  });

  it('is refused for the key and the application that the call is made with', async () => {
    const person = await newPerson(server, admin);
    const scopes = ['read:ip-whitelist', 'write:ip-whitelist', 'read:account'];
    const { id, key } = await addApiKey(server.database, { userId: person.id, scopes });
    const withKey = apiWith(server, { 'x-api-key': key });
    const path = `api-keys/${id}/ip-whitelist`;
    expect((await withKey.post(path, { cidr: '203.0.113.7' })).status).toBe(409);
    expect((await withKey.post(path, { cidr: HERE })).status).toBe(201);
    expect((await withKey.post('ip-whitelist', { cidr: '203.0.113.7' })).status).toBe(409);

    const application = await addApplication(server.database, { ownerId: person.id, scopes });
    const tokens = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'client_credentials',
      client_id: application.clientId,
      client_secret: application.clientSecret,
    });
    const withApplication = apiWith(server, bearer((tokens.json as Pair).access_token));
    const list = `applications/${application.id}/ip-whitelist`;
    expect((await withApplication.post(list, { cidr: '203.0.113.7' })).status).toBe(409);
    expect((await withApplication.post(list, { cidr: HERE })).status).toBe(201);
  });

  it('is not refused on a list that does not decide about the caller', async () => {
    const person = await newPerson(server, admin);
    const { id } = await addApiKey(server.database, { userId: person.id, scopes: ['read:account'] });
    expect((await person.api.post(`api-keys/${id}/ip-whitelist`, { cidr: '203.0.113.7' })).status).toBe(201);
    const application = await addApplication(server.database, { ownerId: person.id });
    const list = `applications/${application.id}/ip-whitelist`;
    expect((await person.api.post(list, { cidr: '203.0.113.7' })).status).toBe(201);
    expect((await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: '203.0.113.7' })).status).toBe(201);
    expect(await meStatus(person.api)).toBe(403);
  });

  it('is refused on the own list by its long name too', async () => {
    const path = `users/${admin.id}/ip-whitelist`;
    expect((await admin.api.post(path, { cidr: '203.0.113.7' })).status).toBe(409);
  });

  it('cannot be smuggled past by two removals at once', async () => {
    const { api } = await newPerson(server, admin);
    const one = entryOf(await api.post('ip-whitelist', { cidr: HERE }));
    const two = entryOf(await api.post('ip-whitelist', { cidr: '127.0.0.0/8' }));
    await api.post('ip-whitelist', { cidr: '203.0.113.7' });
    const answers = await Promise.all([one, two].map(({ id }) => api.delete(`ip-whitelist/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await meStatus(api)).toBe(200);
  });
});

describe('the lists of other things', () => {
  it('are for their owners and admins; to others there is no such thing', async () => {
    const [owner, outsider] = [await newPerson(server, admin), await newPerson(server, admin)];
    const application = await addApplication(server.database, { ownerId: owner.id });
    const key = await addApiKey(server.database, { userId: owner.id, scopes: ['read:account'] });
    const things = [
      [`users/${owner.id}`, 'User not found'],
      [`applications/${application.id}`, 'Application not found'],
      [`api-keys/${key.id}`, 'API key not found'],
    ] as const;
    for (const [thing, sentence] of things) {
      const path = `${thing}/ip-whitelist`;
      const added = await owner.api.post(path, { cidr: HERE, note: 'mine' });
      expectOf(path, added.status).toBe(201);
      const { id } = entryOf(added);
      expect(entriesOf(await admin.api.get(path))).toEqual([entryOf(added)]);
      for (const answer of [
        await outsider.api.get(path),
        await outsider.api.post(path, { cidr: '203.0.113.7' }),
        await outsider.api.delete(`${path}/${id}?force=true`),
      ]) {
        expect([answer.status, answer.json]).toMatchObject([404, { detail: sentence }]);
      }
      expect((await admin.api.delete(`${path}/${id}`)).status).toBe(204);
      expect((await owner.api.get(`/v1/${path}/`)).json).toEqual({ data: [], next_cursor: null });
    }
  });

  it('are not reached by the entry id of another list', async () => {
    const [owner, outsider] = [await newPerson(server, admin), await newPerson(server, admin)];
    const entry = entryOf(await owner.api.post('ip-whitelist', { cidr: HERE }));
    expect((await outsider.api.delete(`ip-whitelist/${entry.id}?force=true`)).status).toBe(404);
    const key = await addApiKey(server.database, { userId: outsider.id, scopes: ['read:account'] });
    expect((await outsider.api.delete(`api-keys/${key.id}/ip-whitelist/${entry.id}`)).status).toBe(404);
    expect(entriesOf(await owner.api.get('ip-whitelist'))).toHaveLength(1);
  });

  it('of an application without an owner are for admins alone', async () => {
    const application = await addApplication(server.database, {});
    const member = await newPerson(server, admin);
    expect((await member.api.get(`applications/${application.id}/ip-whitelist`)).status).toBe(404);
    expect((await admin.api.get(`applications/${application.id}/ip-whitelist`)).status).toBe(200);
  });

  it.each([
    [`users/${UNKNOWN}/ip-whitelist`, 404],
    [`applications/${UNKNOWN}/ip-whitelist`, 404],
    ['api-keys/key_nothing/ip-whitelist', 404],
    ['users/me%27/ip-whitelist', 400],
    ['applications/%00/ip-whitelist', 400],
    ["api-keys/key_'--/ip-whitelist", 400],
    ['api-keys/key_%00/ip-whitelist', 400],
    [`api-keys/key_${'x'.repeat(200)}/ip-whitelist`, 400],
  ])('%s answers %i', async (path, status) => {
    expect((await admin.api.get(path)).status).toBe(status);
    expect((await admin.api.post(path, { cidr: '203.0.113.7' })).status).toBe(status);
  });
});

describe('ip-whitelist/check', () => {
  it('says what the server sees where there are no lists', async () => {
    const { id, api } = await newPerson(server, admin);
    expect(checkOf(await api.get('ip-whitelist/check'))).toMatchObject({
      address: HERE,
      checked_address: HERE,
      allowed: true,
      lists: [
        { list: 'user', id, restricted: false, allowed: true, entry: null },
        { list: 'application', restricted: false, allowed: true, entry: null },
      ],
    });
  });

  it('names the narrowest entry that matches, on each list of the credential', async () => {
    const { id, api } = await newPerson(server, admin);
    await api.post('ip-whitelist', { cidr: '0.0.0.0/0' });
    const narrow = entryOf(await api.post('ip-whitelist', { cidr: HERE, note: 'here' }));
    await api.post('ip-whitelist', { cidr: '127.0.0.0/8' });
    expect(checkOf(await api.get('ip-whitelist/check')).lists[0]).toEqual({
      list: 'user',
      id,
      restricted: true,
      allowed: true,
      entry: narrow,
    });

    const key = await addApiKey(server.database, { userId: id, scopes: ['read:ip-whitelist'] });
    await api.post(`api-keys/${key.id}/ip-whitelist`, { cidr: '127.0.0.0/16' });
    const { lists } = checkOf(await apiWith(server, { 'x-api-key': key.key }).get('ip-whitelist/check'));
    expect(lists).toMatchObject([
      { list: 'user', entry: { cidr: '127.0.0.1/32' } },
      { list: 'api-key', id: key.id, entry: { cidr: '127.0.0.0/16' } },
    ]);
  });

  it('asks the lists about another address', async () => {
    const { api } = await newPerson(server, admin);
    await api.post('ip-whitelist', { cidr: '127.0.0.0/8' });
    const other = checkOf(await api.get('ip-whitelist/check?address=::ffff:203.0.113.7'));
    expect(other).toMatchObject({ address: HERE, checked_address: '203.0.113.7', allowed: false });
    expect(other.lists.map(({ allowed }) => allowed)).toEqual([false, true]);
    expect(checkOf(await api.get('ip-whitelist/check?address=127.9.9.9')).allowed).toBe(true);
    for (const address of ['localhost', '10/8', '127.0.0.0/8', '0x7f.1', '%3A%3A1%25lo', 'x'.repeat(100)]) {
      const answer = await api.get(`ip-whitelist/check?address=${address}`);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['address']]);
    }
    expect((await api.get('ip-whitelist/check?user=1')).status).toBe(400);
  });

  it('shows no entry of a list that the caller may not read', async () => {
    const { api } = await newPerson(server, admin);
    // the application that ships with this server, and that both signed in to
    const { id: builtIn } = checkOf(await api.get('ip-whitelist/check')).lists[1]!;
    const path = `applications/${builtIn}/ip-whitelist`;
    const kept = [
      await admin.api.post(path, { cidr: '127.0.0.0/8', note: 'the office' }),
      await admin.api.post(path, { cidr: '198.51.100.0/28', note: 'VPN of finance' }),
    ].map(entryOf);
    try {
      expect((await api.get(path)).status).toBe(404);
      const ask = async ({ api: asking }: { api: Api }, address: string) =>
        checkOf(await asking.get(`ip-whitelist/check?address=${address}`)).lists[1];
      const decided = { list: 'application', id: builtIn, restricted: true };
      expect(await ask({ api }, '198.51.100.3')).toEqual({ ...decided, allowed: true, entry: null });
      expect(await ask({ api }, '198.51.100.16')).toEqual({ ...decided, allowed: false, entry: null });
      expect(await ask(admin, '198.51.100.3')).toEqual({ ...decided, allowed: true, entry: kept[1] });
    } finally {
      await Promise.all(kept.map(({ id }) => admin.api.delete(`${path}/${id}?force=true`)));
    }
  });

  it('answers for a session and for an application of its own', async () => {
    const person = await newPerson(server, admin);
    const cookie = await sessionCookie(server, person.email, person.password);
    expect(checkOf(await apiWith(server, cookie).get('ip-whitelist/check')).lists.map(({ list }) => list)).toEqual([
      'user',
    ]);
    const pair = await tokenPair(server, person.email, person.password);
    const { lists } = checkOf(await apiWith(server, bearer(pair.access_token)).get('ip-whitelist/check'));
    expect(lists.map(({ list }) => list)).toEqual(['user', 'application']);

    const application = await addApplication(server.database, { ownerId: person.id, scopes: ['read:ip-whitelist'] });
    await person.api.post('ip-whitelist', { cidr: HERE });
    const tokens = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'client_credentials',
      client_id: application.clientId,
      client_secret: application.clientSecret,
    });
    const asApplication = apiWith(server, bearer((tokens.json as Pair).access_token));
    expect(checkOf(await asApplication.get('ip-whitelist/check')).lists).toMatchObject([
      { list: 'user', id: person.id },
      { list: 'application', id: application.id },
    ]);
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
}

interface Secret {
  id: string;
  client_secret: string;
  hint: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  last_used_ip: string | null;
}

describe('rotating the secrets of an application', () => {
  const clock = new TestClock();
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  let application: Application;
  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
  });
  beforeEach(async () => {
    const answer = await member.api.post('applications', { name: 'Rotating', scopes: ['read_items'] });
    application = answer.json as Application;
  });
  afterAll(() => latchkey.stop());

  async function secretsOf(query = ''): Promise<Secret[]> {
    const answer = await member.api.get(`applications/${application.id}/secrets${query}`);
    expectOf(answer.text, answer.status).toBe(200);
    return (answer.json as { data: Secret[] }).data;
  }

  async function added(body: unknown = {}): Promise<Secret> {
    const answer = await member.api.post(`applications/${application.id}/secrets`, body);
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as Secret;
  }

  function retire(secretId: string, query = '') {
    return member.api.delete(`applications/${application.id}/secrets/${secretId}${query}`);
  }

  async function tokenStatus(client_secret: string): Promise<number> {
    const { client_id } = application;
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    return (await postForm(`${latchkey.baseUrl}/oauth/token`, form)).status;
  }

  it('has two at once, retires one, and never goes without', async () => {
    const failures: number[] = [];
    let working = application.client_secret;
    const traffic = new AbortController();
    const flowing = (async () => {
      while (!traffic.signal.aborted) {
        const status = await tokenStatus(working);
        if (status !== 200) failures.push(status);
      }
    })();

    const answer = await member.api.post(`applications/${application.id}/secrets`, {});
    expect([answer.status, answer.headers['cache-control']]).toEqual([201, 'no-store']);
    const second = answer.json as Secret;
    expect(second).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      client_secret: expect.stringMatching(/^lks_[0-9A-Za-z]{43}$/),
      hint: second.client_secret.slice(-4),
      created_at: expect.stringMatching(/Z$/),
      expires_at: null,
      last_used_at: null,
      last_used_ip: null,
    });
    expect([await tokenStatus(application.client_secret), await tokenStatus(second.client_secret)]).toEqual([200, 200]);

    working = second.client_secret;
    await tokenStatus(working);
    const [, first] = await secretsOf();
    const retired = await retire(first!.id);
    expect([retired.status, retired.text]).toEqual([204, '']);
    expect([await tokenStatus(application.client_secret), await tokenStatus(second.client_secret)]).toEqual([401, 200]);
    traffic.abort();
    await flowing;
    expect(failures).toEqual([]);

    const events = await latchkey.database.query(
      'SELECT action, details FROM audit_events WHERE target_id = $1 AND outcome = $2 ORDER BY at, id',
      [application.id, 'success'],
    );
    expect(events).toMatchObject([
      { action: 'application.create' },
      { action: 'application.secret-add', details: { secret_id: second.id, hint: second.hint } },
      { action: 'application.secret-retire', details: { secret_id: first!.id } },
    ]);
    expect(JSON.stringify(events)).not.toContain(second.client_secret.slice(4, -4));
  });

  it('works with Basic for every live secret too', async () => {
    const second = await added();
    for (const secret of [application.client_secret, second.client_secret]) {
      const headers = basic(application.client_id, secret);
      const form = { grant_type: 'client_credentials' };
      expect((await postForm(`${latchkey.baseUrl}/oauth/token`, form, headers)).status).toBe(200);
    }
    expect(await tokenStatus(`${second.client_secret}x`)).toBe(401);
  });

  it('lists them newest first with when and from where each was last used, never themselves', async () => {
    const second = await added();
    expect(await tokenStatus(second.client_secret)).toBe(200);
    await eventually(
      async () => (await secretsOf())[0]?.last_used_ip,
      (value) => expect(value).toBe('127.0.0.1'),
    );
    const [newest, oldest] = await secretsOf();
    expect(newest).toMatchObject({ id: second.id, hint: second.hint, last_used_at: expect.any(String) });
    expect(oldest).toMatchObject({
      hint: application.client_secret.slice(-4),
      last_used_at: null,
      last_used_ip: null,
    });
    const { text } = await member.api.get(`/v1/applications/${application.id}/secrets/`);
    for (const secret of [application.client_secret, second.client_secret]) {
      expect(text).not.toContain(secret.slice(4, -4));
      expect(text).not.toContain(createHash('sha256').update(secret).digest('hex'));
    }
    const firstPage = await member.api.get(`applications/${application.id}/secrets?limit=1`);
    const { data, next_cursor } = firstPage.json as { data: Secret[]; next_cursor: string };
    expect(data.map(({ id }) => id)).toEqual([second.id]);
    expect((await secretsOf(`?cursor=${next_cursor}`)).map(({ id }) => id)).toEqual([oldest!.id]);
    expect((await member.api.get(`applications/${application.id}/secrets?cursor=junk`)).status).toBe(400);
  });

  it('keeps at most five, however many are added at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => member.api.post(`applications/${application.id}/secrets`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 409, 409, 409, 409]);
    expect(await secretsOf()).toHaveLength(5);
    await retire((await secretsOf())[0]!.id);
    await added();
  });

  it('lets a secret expire', async () => {
    const second = await added({ expires_at: new Date(clock.now().getTime() + 60_000).toISOString() });
    expect(await tokenStatus(second.client_secret)).toBe(200);
    clock.advance(61);
    expect(await tokenStatus(second.client_secret)).toBe(401);
    expect(await tokenStatus(application.client_secret)).toBe(200);
    // one that has expired keeps nothing alive
    const [, first] = await secretsOf();
    expect((await retire(first!.id)).status).toBe(409);
    expect((await retire(second.id)).status).toBe(204);
    for (const expires_at of ['2020-01-01T00:00:00Z', 'tomorrow', 7, '2100-01-01', '9999-12-31T23:59:59-01:00']) {
      const answer = await member.api.post(`applications/${application.id}/secrets`, { expires_at });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('expires_at')]);
    }
  });

  it('shows one that an earlier release let end in the year 10000', async () => {
    const { id } = await added();
    const end = "UPDATE application_secrets SET expires_at = '10000-01-01T00:59:59Z' WHERE id = $1";
    await latchkey.database.query(end, [id]);
    const migration = 'prisma/migrations/20261201130500_ends_in_four_digits/migration.sql';
    await latchkey.database.query(await readFile(migration, 'utf8'));
    expect(await secretsOf()).toContainEqual(expect.objectContaining({ id, expires_at: '9999-12-31T23:59:59.000Z' }));
  });

  it('keeps the last that works unless forced, however many are retired at once', async () => {
    const second = await added();
    const [, first] = await secretsOf();
    const answers = await Promise.all([retire(first!.id), retire(second.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const [last] = await secretsOf();
    const refused = await retire(last!.id);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('?force=true')]);
    expect((await retire(last!.id, '?force=false')).status).toBe(409);
    expect((await retire(last!.id, '?force=yes')).status).toBe(400);
    expect((await retire(last!.id, '?force=true')).status).toBe(204);
    expect(await secretsOf()).toEqual([]);
    expect([await tokenStatus(application.client_secret), await tokenStatus(second.client_secret)]).toEqual([401, 401]);
    expect(await tokenStatus((await added()).client_secret)).toBe(200);
  });

  it('finds only the secrets of that application', async () => {
    const other = (await member.api.post('applications', { name: 'Other', scopes: ['read_items'] }))
      .json as Application;
    const [foreign] = ((await member.api.get(`applications/${other.id}/secrets`)).json as { data: Secret[] }).data;
    expect((await retire(foreign!.id)).status).toBe(404);
    expect((await retire(randomUUID())).status).toBe(404);
    expect((await retire('first')).status).toBe(400);
    const form = {
      grant_type: 'client_credentials',
      client_id: application.client_id,
      client_secret: other.client_secret,
    };
    expect((await postForm(`${latchkey.baseUrl}/oauth/token`, form)).status).toBe(401);
  });

  it('gives a public application none', async () => {
    const body = { name: 'Public', scopes: ['read_items'], type: 'public' };
    const { id } = (await member.api.post('applications', body)).json as Application;
    expect((await member.api.post(`applications/${id}/secrets`, {})).status).toBe(409);
    expect((await member.api.get(`applications/${id}/secrets`)).json).toEqual({ data: [], next_cursor: null });
  });

  it('takes a call without a body, and no unknown field', async () => {
    const { token } = member;
    const url = `${latchkey.baseUrl}/api/v1/applications/${application.id}/secrets`;
    const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(201);
    const own = await member.api.post(`applications/${application.id}/secrets`, { client_secret: 'chosen' });
    expect(own.status).toBe(400);
  });

  it('tells every node', async () => {
    const { database } = latchkey;
    const second = await startLatchkey({ database, settings: { ISSUER: latchkey.baseUrl } });
    try {
      const there = async (client_secret: string) => {
        const form = { grant_type: 'client_credentials', client_id: application.client_id, client_secret };
        return (await postForm(`${second.baseUrl}/oauth/token`, form)).status;
      };
      expect(await there(application.client_secret)).toBe(200);
      const fresh = await added();
      await eventually(
        () => there(fresh.client_secret),
        (value) => expect(value).toBe(200),
      );
      const [, first] = await secretsOf();
      await retire(first!.id);
      await eventually(
        () => there(application.client_secret),
        (value) => expect(value).toBe(401),
      );
    } finally {
      await second.stop();
    }
  });
});

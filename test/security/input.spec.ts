import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, call, FORM, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Operation {
  method: string;
  path: string;
}

/** Lists with cursors. */
const COLLECTIONS = ['users', 'brands', 'applications', 'api-keys', 'sessions', 'grants', 'resources', 'audit-events'];

describe('input', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  let app: OAuthClient;
  let operations: Operation[];
  const url = (path: string) => `${latchkey.baseUrl}${path}`;
  const asAdmin = (path: string, headers: Record<string, string> = {}) =>
    call(url(path), { headers: { ...bearer(admin.token), ...headers } });

  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
    app = await addApplication(latchkey.database);
    const document = (await call(url('/docs/openapi.json'))).json as { paths: Record<string, object> };
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
  });
  afterAll(() => latchkey.stop());

  function expectRefused(answer: Answer, what: string): void {
    expectOf(`${what}: ${answer.text}`, answer.status).toBeGreaterThanOrEqual(400);
    expectOf(`${what}: ${answer.text}`, answer.status).toBeLessThan(500);
  }

  it('takes no encoded bodies, in the API and on the pages', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const answers = [
      await postJson(url('/api/v1/brands'), { name: 'x' }, { ...bearer(admin.token), ...headers }),
      await postForm(url('/device'), { user_code: 'x' }, headers),
    ];
    for (const { status, text, headers: answered } of answers) {
      expectOf(text, status).toBe(415);
      expect(answered['accept-encoding']).toBe('identity');
    }
    expect(answers.map((answer) => answer.headers['content-type'])).toEqual([
      'application/problem+json; charset=utf-8',
      'text/html; charset=utf-8',
    ]);
  });

  describe('cursors, ids and filters are typed', () => {
    const junk = [
      'x',
      "' OR 1=1 --",
      '../../etc/passwd',
      '{"id":{"gt":""}}',
      Buffer.from('{"id":{"gt":""}}').toString('base64url'),
      Buffer.from("' OR 1=1 --").toString('base64url'),
      'a'.repeat(201),
      '%00',
    ];

    it('in cursors and limits', async () => {
      for (const collection of COLLECTIONS) {
        for (const text of junk) {
          const query = text === '%00' ? text : encodeURIComponent(text);
          expectRefused(await asAdmin(`/api/v1/${collection}?cursor=${query}`), `${collection} cursor ${text}`);
        }
        for (const limit of ['0', '-1', '1.5', '201', '1e9', 'NaN', 'Infinity', '{}', 'ten', '99999999999999999999']) {
          expectRefused(await asAdmin(`/api/v1/${collection}?limit=${limit}`), `${collection} limit ${limit}`);
        }
        for (const shaped of [
          'cursor[gt]=a',
          'cursor[]=a',
          'limit[]=1',
          'orderBy=id',
          'sort=password_hash',
          'where[id]=1',
        ]) {
          expectRefused(await asAdmin(`/api/v1/${collection}?${shaped}`), `${collection} ${shaped}`);
        }
        expectOf(collection, (await asAdmin(`/api/v1/${collection}`)).status).toBe(200);
      }
    });

    it('in paths', async () => {
      const withParameter = operations.filter(({ path }) => path.includes('{'));
      expect(withParameter.length).toBeGreaterThan(20);
      for (const { method, path } of withParameter) {
        for (const text of [...junk.slice(0, 5), '%00', '%ff', 'null', '__proto__', '[object Object]']) {
          const segment = text.startsWith('%') ? text : encodeURIComponent(text);
          const answer = await call(url(path.replaceAll(/\{\w+\}/g, segment)), {
            method,
            headers: { ...bearer(admin.token), 'content-type': JSON_TYPE },
            body: method === 'GET' || method === 'DELETE' ? undefined : '{}',
          });
          expectRefused(answer, `${method} ${path} with ${text}`);
        }
      }
    });

    it('in bodies: an object a client shaped never reaches a query', async () => {
      for (const shaped of [{ not: '' }, { contains: 'a' }, ['a'], { set: 'admin' }, null, 1, true]) {
        expectRefused(await admin.api.post('users', { email: shaped, password: 'a long enough password' }), 'email');
        expectRefused(await admin.api.patch(`users/${member.id}`, { role: shaped }), 'role');
        expectRefused(await admin.api.post('brands', { name: shaped }), 'name');
        expectRefused(await postJson(url('/auth/login'), { username: shaped, password: shaped }), 'login');
      }
    });
  });

  describe('no caller sets their own role, owner or another’s id', () => {
    it('on their own account', async () => {
      for (const field of [
        'role',
        'id',
        'account_number',
        'epoch',
        'disabled',
        'disabled_at',
        'password_hash',
        'created_at',
      ]) {
        const answer = await member.api.patch('users/me', { name: 'Me', [field]: field === 'role' ? 'admin' : '1' });
        expectOf(answer.text, answer.status).toBe(400);
        expect(answer.text).toContain(field);
      }
      const me = (await member.api.get('users/me')).json as { role: string; name: string | null };
      expect(me.role).toBe('member');
      expect(me.name).toBeNull();
    });

    it('on what they create', async () => {
      const scopes = ['read_items'];
      const bodies: [string, Record<string, unknown>, string[]][] = [
        ['brands', { name: 'A brand' }, ['id', 'owner_id', 'members', 'user_id']],
        [
          'applications',
          { name: 'App', scopes },
          ['id', 'owner_id', 'client_id', 'client_secret', 'built_in', 'epoch'],
        ],
        ['api-keys', { name: 'Key', scopes }, ['id', 'user_id', 'key', 'secret_hash', 'last_used_at']],
        ['resources', { identifier: 'https://r.example/', name: 'R', scopes }, ['id', 'owner_id', 'user_id']],
      ];
      for (const [path, body, fields] of bodies) {
        for (const field of fields) {
          const answer = await member.api.post(path, { ...body, [field]: admin.id });
          expectOf(`${path} ${field}: ${answer.text}`, answer.status).toBe(400);
          expect(answer.text).toContain(field);
        }
      }
    });

    it('by making themselves, or an application, more than they are', async () => {
      expectRefused(await member.api.patch(`users/${member.id}`, { role: 'admin' }), 'role');
      expectRefused(
        await member.api.post('users', { email: 'x@example.com', password: 'a long password', role: 'admin' }),
        'user',
      );
      const scopes = ['read_items'];
      expectRefused(await member.api.post('applications', { name: 'App', scopes, first_party: true }), 'first party');
      expectRefused(await member.api.post('applications', { name: 'App', scopes: ['write:users'] }), 'admin scope');
      expectRefused(await member.api.post('api-keys', { name: 'Key', scopes: ['write:users'] }), 'admin key');
    });
  });

  describe('a parameter is given once', () => {
    it('in a query', async () => {
      for (const collection of COLLECTIONS) {
        const answer = await asAdmin(`/api/v1/${collection}?limit=1&limit=2`);
        expectOf(`${collection}: ${answer.text}`, answer.status).toBe(400);
      }
      expectRefused(await call(url('/v1/resources?api_key=a&api_key=b')), 'api_key twice');
    });

    it('in a JSON body', async () => {
      const headers = { ...bearer(admin.token), 'content-type': JSON_TYPE };
      for (const body of ['{"name":"a","name":"b"}', '{"name":"a","n\\u0061me":"b"}']) {
        const answer = await call(url('/api/v1/brands'), { method: 'POST', headers, body });
        expectOf(answer.text, answer.status).toBe(400);
        expect(answer.text).toContain('given more than once');
      }
    });

    it('in body or query, never both', async () => {
      const client = { client_id: app.clientId, client_secret: app.clientSecret };
      const both = `/oauth/token?client_id=${app.clientId}`;
      expect((await postForm(url(both), { grant_type: 'client_credentials', ...client })).status).toBe(400);
      expect((await postJson(url('/auth/login?username=a'), { username: 'a', password: 'b' })).status).toBe(400);
    });
  });

  describe('no operation of the API', () => {
    const hostile: [string, string, string | Buffer][] = [
      ['no JSON', JSON_TYPE, '{"a":'],
      ['a list', JSON_TYPE, '[]'],
      ['a list of objects', JSON_TYPE, '[{"name":"x"}]'],
      ['null', JSON_TYPE, 'null'],
      ['a number', JSON_TYPE, '1'],
      ['__proto__', JSON_TYPE, '{"__proto__":{"role":"admin"}}'],
      ['constructor', JSON_TYPE, '{"constructor":{"prototype":{"role":"admin"}}}'],
      ['toString', JSON_TYPE, '{"toString":"x","valueOf":1}'],
      ['deep', JSON_TYPE, `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
      ['NUL', JSON_TYPE, '{"name":"a\\u0000b","email":"a\\u0000@example.com"}'],
      ['a lone surrogate', JSON_TYPE, '{"name":"\\ud800"}'],
      ['broken UTF-8', JSON_TYPE, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
      ['ten thousand scopes', JSON_TYPE, JSON.stringify({ name: 'x', scopes: Array(10_000).fill('a') })],
      ['huge numbers', JSON_TYPE, '{"limit":1e400,"access_token_ttl":1e308,"name":1e308}'],
      ['shaped fields', JSON_TYPE, '{"name":{"$gt":""},"id":{"not":""},"email":["a"],"scopes":{"0":"a"}}'],
      ['a form', FORM, 'name=a&name=b&a[b]=c&__proto__[x]=y'],
      ['a broken form', FORM, 'name=%ff%fe&%=%'],
      ['text', 'text/plain', '{"name":"x"}'],
      ['parts', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--'],
      ['a broken type', ';;;', 'x'],
      ['too much', JSON_TYPE, `{"name":"${'x'.repeat(70_000)}"}`],
    ];

    it('answers hostile bodies with 5xx, or takes them', async () => {
      const writing = operations.filter(({ method }) => method !== 'GET' && method !== 'DELETE');
      expect(writing.length).toBeGreaterThan(25);
      const id = '0190f3c2-6d4b-7cc1-a6a5-2d0b6e8f4a11';
      for (const { method, path } of writing) {
        // these read no body, so any body is ignored
        if (/\/(rotate|end-everything|mail\/test|verification-mail)$/.test(path)) continue;
        const headers = path.startsWith('/api/v1/') ? bearer(admin.token) : {};
        for (const [name, type, body] of hostile) {
          const answer = await call(url(path.replaceAll(/\{\w+\}/g, id)), {
            method,
            headers: { ...headers, 'content-type': type },
            body,
          });
          expectRefused(answer, `${method} ${path} with ${name}`);
        }
      }
    });

    it('lets hostile bodies leave a mark on the process', () => {
      const plain: Record<string, unknown> = {};
      expect([plain.role, plain.x]).toEqual([undefined, undefined]);
    });
  });

  describe('credentials', () => {
    it('are refused in a URL where no contract documents them', async () => {
      const { token } = admin;
      for (const query of [
        `access_token=${token}`,
        `token=${token}`,
        `authorization=Bearer%20${token}`,
        `bearer=${token}`,
      ]) {
        for (const path of ['/v1/users/me', '/api/v1/brands']) {
          expectRefused(await call(url(`${path}?${query}`)), `${path} ${query.slice(0, 20)}`);
        }
      }
      const { email, password } = ADMINISTRATOR;
      const typed = new URLSearchParams({ username: email, password }).toString();
      for (const path of ['/auth/login', '/api/v1/login/access-token', '/api/v1/auth/password']) {
        expectRefused(await call(url(`${path}?${typed}`), { method: 'POST' }), path);
      }
    });

    it('never appear in the log or the audit trail, for any outcome of the request', async () => {
      const log: string[] = [];
      const server = await startLatchkey({
        settings: { LOG_LEVEL: 'trace' },
        log: { write: (line) => void log.push(line) },
      });
      const at = (path: string) => `${server.baseUrl}${path}`;
      const { email, password } = ADMINISTRATOR;
      const secrets: string[] = [password];
      let audited = '';
      try {
        const client = await addApplication(server.database);
        const identity = { client_id: client.clientId, client_secret: client.clientSecret };
        const person = { username: email, password };
        const pairs = [
          ((await postJson(at('/auth/login'), person)).json as { data: object }).data,
          (await postJson(at('/v1/auth/login'), { email, password })).json as object,
          (await postForm(at('/api/v1/auth/password'), person)).json as object,
          (await postForm(at('/oauth/token'), { grant_type: 'password', ...person, ...identity })).json as object,
        ] as Record<string, string>[];
        const cookie = (await postJson(at('/v1/session/login'), { email, password })).headers['set-cookie']?.[0] ?? '';
        const session = cookie.split(';')[0] ?? '';
        const [pair] = pairs;
        const created = await call(at('/v1/api-keys'), {
          method: 'POST',
          headers: { ...bearer(pair?.access_token ?? ''), 'content-type': JSON_TYPE },
          body: JSON.stringify({ name: 'Key', scopes: ['read:resources'] }),
        });
        expectOf(created.text, created.status).toBe(201);
        const { key } = created.json as { key: string };
        secrets.push(client.clientSecret, session.slice(session.indexOf('=') + 1), key);
        for (const { access_token = '', refresh_token = '', id_token } of pairs) {
          secrets.push(access_token, refresh_token, ...(id_token === undefined ? [] : [id_token]));
        }
        // used, misused, and put where they do not belong
        await call(at(`/v1/resources?api_key=${key}`));
        await call(at('/v1/resources'), { headers: { 'x-api-key': `${key}x` } });
        await call(at('/v1/users/me'), { headers: { cookie: session } });
        for (const secret of secrets) {
          const encoded = encodeURIComponent(secret);
          await call(at(`/v1/users/me?access_token=${encoded}`));
          await call(at(`/v1/users/me?${encoded}=1`));
          await call(at('/v1/users/me'), { headers: bearer(secret.replaceAll(' ', '')) });
          await postForm(at(`/oauth/token?client_secret=${encoded}`), identity);
          await postForm(at('/oauth/revoke'), { ...identity, token: secret });
          await postForm(at('/oauth/token'), { grant_type: 'refresh_token', refresh_token: secret, ...identity });
          await postJson(at('/auth/refresh'), { refresh_token: secret });
          await postJson(at('/auth/login'), { username: email, password: secret, [secret]: secret });
          await postJson(at('/auth/login'), `{"password":"${secret}",`);
        }
        await postForm(at('/auth/login'), `username=${email}&password=the-first-half&the-second-half`);
        await postForm(at('/api/v1/login/access-token'), `username=${email}&password=the-first-half&the-second-half`);
        await call(at('/api/v1/brands'), {
          method: 'POST',
          headers: { ...bearer(pair?.access_token ?? ''), 'content-type': JSON_TYPE },
          body: '{"name":"Brand","the-second-half":""}',
        });
        secrets.push('the-first-half', 'the-second-half');
        await eventually(
          () => server.database.query("SELECT 1 FROM audit_events WHERE outcome = 'refused' LIMIT 1"),
          (value) => expect(value).not.toEqual([]),
        );
        await server.app.close(); // writes the rest of the audit trail
        audited = JSON.stringify(await server.database.query('SELECT * FROM audit_events'));
      } finally {
        await server.stop();
      }
      expect(log.length).toBeGreaterThan(50);
      expect(audited).toContain('is not a parameter of this endpoint');
      const written = log.join('') + audited;
      for (const secret of secrets) {
        for (const spelling of new Set([secret, encodeURIComponent(secret)])) {
          expectOf(`${spelling.slice(0, 12)}… is in the log`, written.includes(spelling)).toBe(false);
        }
      }
    });
  });
});

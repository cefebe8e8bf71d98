// What an attacker would gain: 500s at will, each with a stack trace in the log and an alarm for the operators of the server,
// in which a real fault is not seen; and a hint where a value reaches the database unread.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bearer, call, FORM, JSON_TYPE } from '../support/http.js';
import { administrator } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const SEGMENTS = [
  'a%00b',
  '%ED%A0%80',
  '%00',
  '%F0%9F%98%80',
  '__proto__',
  '99999999999999999999',
  '%2e%2e',
  'a'.repeat(250),
];

let server: Latchkey;
let token: string;
let operations: { method: string; path: string }[];

beforeAll(async () => {
  server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
  token = (await administrator(server)).token;
  const document = (await call(`${server.baseUrl}/docs/openapi.json`)).json as { paths: Record<string, object> };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
});
afterAll(() => server.stop());

it('no operation answers a path that names nothing with a server error, for any caller', async () => {
  const failed: string[] = [];
  for (const { method, path } of operations.filter((operation) => operation.path.includes('{'))) {
    for (const segment of SEGMENTS) {
      const target = path.replace(/\{\w+\}/g, segment);
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: '{}' } : {};
      for (const credential of [{}, bearer(token), bearer('lkg_unknown')]) {
        const headers = { ...credential, ...('body' in body ? { 'content-type': JSON_TYPE } : {}) };
        const { status } = await call(`${server.baseUrl}${target}`, { method, headers, ...body });
        if (status >= 500) failed.push(`${method} ${target} ${String(status)}`);
      }
    }
  }
  expect(failed).toEqual([]);
});

it.each(['/oauth/token', '/oauth/revoke', '/oauth/register', '/.well-known/jwks.json'])(
  'a preflight of %s with a body that cannot be read is no server error',
  async (path) => {
    for (const [type, body] of [
      [FORM, 'a=1&a=2'],
      [FORM, '%ff'],
      [JSON_TYPE, '{"a":1,"a":2}'],
      [JSON_TYPE, '{'],
    ] as const) {
      const answer = await call(`${server.baseUrl}${path}`, {
        method: 'OPTIONS',
        headers: { 'content-type': type, origin: 'https://app.example' },
        body,
      });
      expect(answer.status).toBeLessThan(500);
    }
  },
);

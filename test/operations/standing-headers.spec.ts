import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Latchkey, startLatchkey } from '../support/server.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4/;

describe('every answer', () => {
  let latchkey: Latchkey;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey.stop());

  /** Writes bytes as they are and reads until the server closes. */
  async function exchange(bytes: string): Promise<string> {
    const socket = connect(Number(new URL(latchkey.baseUrl).port), '127.0.0.1');
    socket.end(bytes);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer.toLowerCase();
  }

  it.each([
    ['a page that is there', '/health/live', {}, 200],
    ['a page that is not', '/nothing/here', {}, 404],
    ['a broken escape', '/%zz', {}, 400],
    [
      'a broken body',
      '/auth/login',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['no credentials', '/api/v1/users/me', {}, 401],
  ])('to %s carries a request id and the security headers', async (_, path, init, status) => {
    const response = await fetch(latchkey.baseUrl + path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-request-id')).toMatch(UUID);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('strict-transport-security')).toBeNull();
  });

  it.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('to %s is one too', async (_, bytes, status) => {
    const answer = await exchange(bytes);
    expect(answer).toContain(`http/1.1 ${String(status)} `);
    expect(answer).toMatch(/x-request-id: [0-9a-f-]{36}/);
    expect(answer).toContain('x-content-type-options: nosniff');
    expect(answer).toContain('connection: close');
    expect(answer).toContain('application/problem+json');
  });

  it('repeats a sane request id and replaces any other', async () => {
    const idFor = async (id: string) =>
      (await fetch(`${latchkey.baseUrl}/health/live`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idFor('order-17')).toBe('order-17');
    expect(await idFor('<script>')).toMatch(UUID);
  });

  it('asks browsers to stay on https when the issuer is https', async () => {
    const secure = await startLatchkey({
      settings: { ISSUER: 'https://auth.example.com' },
      database: latchkey.database,
    });
    const response = await fetch(`${secure.baseUrl}/health/live`);
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
    await secure.stop();
  });
});

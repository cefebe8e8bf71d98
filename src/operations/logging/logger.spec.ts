import fs from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from './logger.js';

function written(write: (log: ReturnType<typeof createLogger>) => void): string {
  let lines = '';
  write(createLogger('trace', { write: (line) => (lines += line) }));
  return lines;
}

const JWT = 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

describe('the log', () => {
  it('is one JSON object a line, with the level as a word and the time in UTC', () => {
    const entry = JSON.parse(written((log) => log.info({ userId: 'a' }, 'signed in'))) as Record<string, unknown>;
    expect(entry).toMatchObject({ level: 'info', msg: 'signed in', userId: 'a' });
    expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it.each([
    'authorization',
    'cookie',
    'set-cookie',
    'x-api-key',
    'api_key',
    'password',
    'client_secret',
    'token',
    'access_token',
    'refresh_token',
    'code_verifier',
  ])('leaves out %s at every depth', (field) => {
    const text = written((log) => {
      log.info({ [field]: 'hush-1' });
      log.info({ headers: { [field]: 'hush-2' } });
      log.info({ req: { body: { [field]: 'hush-3' } } });
    });
    expect(text).not.toContain('hush');
  });

  it('leaves out an authorization code, and keeps the code of an error', () => {
    const text = written((log) => {
      log.info({ body: { code: 'hush' } });
      log.error({ err: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) });
    });
    expect(text).not.toContain('hush');
    expect(text).toContain('ECONNREFUSED');
  });

  it('never shows the query of a request', () => {
    const text = written((log) => log.info({ req: { method: 'GET', url: '/v1/resources?api_key=hush' } }));
    expect(text).toContain('/v1/resources');
    expect(text).not.toContain('hush');
  });

  it('keeps what a driver hangs on its errors to itself', () => {
    const error = Object.assign(new Error('duplicate key'), {
      detail: 'Key (email)=(hush) exists',
      parameters: ['hush'],
    });
    expect(written((log) => log.error({ err: error }))).not.toContain('hush');
  });

  it.each([
    `refused Bearer ${JWT}`,
    `token ${JWT} expired`,
    'GET /v1/x?api_key=sk_live_abcdef0123456789&a=b',
    'key sk_live_abcdef0123456789',
    'cannot connect to postgresql://latchkey:sk_live_abcdef0123456789@db/latchkey',
    'Authorization: Basic c2tfbGl2ZV9hYmNkZWYwMTIzNDU2Nzg5',
  ])('recognizes a credential in a sentence: %s', (sentence) => {
    const text = written((log) => log.warn(sentence));
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/abcdef0123456789|c2lnbmF0dXJl|c2tfbGl2ZV9/);
  });
});

describe('standard output on a disk without room', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('takes lines again once there is room, after those that waited', () => {
    let refusals = 300;
    let text = '';
    jest.spyOn(fs, 'writeSync').mockImplementation((_, bytes) => {
      if (refusals-- > 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      const written = Buffer.from(bytes);
      text += written.toString();
      return written.length;
    });
    const log = createLogger('info');
    const padding = '.'.repeat(20_000);
    for (let line = 0; line < 100; line++) log.info({ line, padding });
    log.fatal({ line: 100, padding });
    expect(text).toBe('');
    refusals = 0;
    log.info({ line: 101, padding });
    const lines = text.trimEnd().split('\n');
    const numbers = lines.map((line) => (JSON.parse(line) as { line: number }).line);
    expect(numbers.length).toBeGreaterThan(40);
    expect(numbers).toEqual([...numbers.slice(0, -1).keys(), 101]);
  });
});

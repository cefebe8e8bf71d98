import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, call } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

describe('the files of the console', () => {
  let server: Latchkey;
  let script: string;

  beforeAll(async () => {
    server = await startLatchkey();
    const { text } = await page();
    script = /src="(\/console\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? '';
  });
  afterAll(() => server.stop());

  function page(path = '/console'): Promise<Answer> {
    return call(server.baseUrl + path);
  }

  function asset(acceptEncoding?: string): Promise<Answer> {
    const headers = acceptEncoding === undefined ? undefined : { 'accept-encoding': acceptEncoding };
    return call(server.baseUrl + script, headers && { headers });
  }

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'br'],
    ['*', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['br; q=0.000, gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['identity', undefined],
    ['zstd', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('for Accept-Encoding %j come in the coding %j', async (acceptEncoding, coding) => {
    const { status, headers } = await asset(acceptEncoding);
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(coding);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
  });

  it('without a coding are the script itself', async () => {
    const { text, headers } = await asset();
    expect(text).toContain('import');
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(text));
  });

  it.each(['none.js', '..%2Findex.html', '%2e%2e%2f%2e%2e%2fmain.js', 'index.html'])(
    'do not include %s',
    async (name) => {
      expect((await page(`/console/assets/${name}`)).status).toBe(404);
    },
  );

  it('are loaded by a page with a nonce of its own at every path', async () => {
    const [one, other] = await Promise.all([page('/console'), page('/console/brands/1')]);
    const nonces = [one, other].map(({ text, headers }) => {
      const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? 'none';
      expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
      expect(headers['cache-control']).toBe('no-store');
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { call } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const BUILD = fileURLToPath(new URL('../../scripts/build-guides.mjs', import.meta.url));
const GUIDES = fileURLToPath(new URL('../../docs/guides', import.meta.url));

describe('/docs/guides', () => {
  let server: Latchkey;
  beforeAll(async () => {
    execFileSync(process.execPath, [BUILD]);
    server = await startLatchkey({ settings: { ISSUER: 'https://example.com/auth' } });
  });
  afterAll(() => server.stop());

  const get = (place: string) => call(`${server.baseUrl}/docs/guides${place}`);

  it('serves every guide, under the path of the issuer, with links that lead somewhere', async () => {
    const names = readdirSync(GUIDES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
    const places = names.map((name) => `/${name}`.replace(/\/?README\.md$/, '').replace(/\.md$/, ''));
    expect(places.length).toBeGreaterThan(30);
    const known = new Set<string>();
    const waiting = [...places];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (known.has(place)) continue;
      known.add(place);
      const { status, headers, text } = await get(place);
      expectOf(place, status).toBe(200);
      expectOf(place, headers['content-type']).toBe('text/html; charset=utf-8');
      expectOf(place, text).not.toContain('__BASE__');
      for (const [, link = ''] of text.matchAll(/ href="(\/[^"#]*)/g)) {
        expectOf(place, link).toMatch(/^\/auth\/(docs|console)/);
        if (link.startsWith('/auth/docs/guides')) waiting.push(link.replace('/auth/docs/guides', ''));
      }
    }
    expect([...known]).toEqual(
      expect.arrayContaining(['/threat-model', '/reference/settings', '/examples/curl/api.sh']),
    );
  });

  it('allows the one style and the one script that are in a page, by their hashes', async () => {
    const { headers, text } = await get('/api-keys');
    const hashOf = (element: string) => {
      const content = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(text)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; ` +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    expect(text).not.toMatch(/ (style|on\w+)=/);
  });

  it('refuses an unknown place', async () => {
    for (const place of ['/nothing', '/__proto__', '/constructor', '/../openapi', '/%2e%2e/package.json'])
      expectOf(place, (await get(place)).status).toBe(404);
  });
});

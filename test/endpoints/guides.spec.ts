import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { call } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const GUIDES = fileURLToPath(new URL('../../docs/guides', import.meta.url));

describe('/docs/guides', () => {
  let server: Latchkey;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { ISSUER: 'https://example.com/auth' } });
  });
  afterAll(() => server.stop());

  const get = (place: string) => call(`${server.baseUrl}/docs/guides${place}`);

  it('serves every guide, under the path of the issuer, with links and files that are there', async () => {
    const names = readdirSync(GUIDES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
    const places = names.map((name) => `/${name}`.replace(/README\.md$/, '').replace(/\.md$/, ''));
    expect(places.length).toBeGreaterThan(30);
    const known = new Set<string>();
    const waiting = [...places];
    const headings = new Set<string>();
    const namedHeadings = new Set<string>();
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (known.has(place)) continue;
      known.add(place);
      const { status, headers, text } = await get(place);
      expectOf(place, status).toBe(200);
      expectOf(place, text).not.toContain('/__BASE__');
      if (headers['content-type'] !== 'text/html; charset=utf-8') continue;
      for (const [, id = ''] of text.matchAll(/ id="([^"]+)"/g)) headings.add(`${place}#${id}`);
      for (const [, id = ''] of text.matchAll(/ href="(#[^"]+)"/g)) namedHeadings.add(place + id);
      for (const [, link = '', id = ''] of text.matchAll(/ (?:href|src)="(\/[^"#]*)(#[^"]+)?/g)) {
        expectOf(place, link).toMatch(/^\/auth\/(docs|console)/);
        if (!link.startsWith('/auth/docs/guides')) continue;
        const target = link.replace('/auth/docs/guides', '');
        waiting.push(target);
        if (id !== '') namedHeadings.add(target + id);
      }
    }
    expect([...namedHeadings].filter((heading) => !headings.has(heading))).toEqual([]);
    expect([...known]).toEqual(
      expect.arrayContaining(['/threat-model', '/reference/settings', '/examples/curl/api.sh']),
    );
  });

  it('allows what stands inline in its pages by hashes, and nothing else inline', async () => {
    const { headers, text } = await get('/api-keys');
    const policy = String(headers['content-security-policy']);
    const scripts = [...text.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs)].map(([, script = '']) => script);
    const styles = [...text.matchAll(/ style="([^"]*)"/g)].map(([, style = '']) => style);
    expect(scripts.length).toBeGreaterThan(0);
    for (const content of [...scripts, ...styles])
      expect(policy).toContain(`'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    expect(policy).not.toContain('unsafe-inline');
    expect(text).not.toMatch(/<style| on\w+="/);
  });

  it('lets files be kept whose names change with their content, and no page', async () => {
    const { headers, text } = await get('');
    expect(headers['cache-control']).toBe('no-cache');
    const [, asset = ''] = /src="\/auth\/docs\/guides(\/assets\/[^"]+)"/.exec(text) ?? [];
    expect((await get(asset)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('refuses an unknown place', async () => {
    for (const place of [
      '/nothing',
      '/__proto__',
      '/constructor',
      '/../openapi',
      '/%2e%2e/package.json',
      '/inline.json',
    ])
      expectOf(place, (await get(place)).status).toBe(404);
  });
});

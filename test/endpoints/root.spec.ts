import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { call } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

/** As browsers send it with navigation. */
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('the root of the server', () => {
  let server: Latchkey;
  beforeAll(async () => {
    server = await startLatchkey();
  });
  afterAll(() => server.stop());

  it('leads people to the console', async () => {
    const answer = await call(server.baseUrl, { headers: BROWSER });
    expect([answer.status, answer.headers.location]).toEqual([303, '/console']);
  });

  it.each<Record<string, string>>([{}, { accept: '*/*' }, { accept: 'application/json' }])(
    'leads programs to the metadata: %j',
    async (headers) => {
      const answer = await call(server.baseUrl, { headers });
      expect([answer.status, answer.headers.location]).toEqual([303, '/.well-known/openid-configuration']);
      expect(answer.headers.vary).toBe('accept');
    },
  );

  // https://www.w3.org/TR/change-password-url/
  it('leads a password manager to where a person changes their password, and only there', async () => {
    const at = (name: string, url = server.baseUrl) => call(`${url}/.well-known/${name}`, { headers: BROWSER });
    const answer = await at('change-password');
    expect([answer.status, answer.headers.location]).toEqual([303, '/console/account/security']);
    expect((await at('resource-that-should-not-exist-whose-status-code-should-not-be-200')).status).toBe(404);
    const settings = { CONSOLE: 'off', ISSUER: `${server.baseUrl}/auth` };
    const bare = await startLatchkey({ settings, database: server.database });
    for (const base of [bare.baseUrl, `${bare.baseUrl}/auth`]) {
      const { status, headers } = await at('change-password', base);
      expect([status, headers.location]).toEqual([303, '/auth/interaction/forgotten']);
    }
    await bare.stop();
  });

  it('says what this server is where no console is wanted, and serves none', async () => {
    const bare = await startLatchkey({ settings: { CONSOLE: 'off' }, database: server.database });
    const page = await new Browser(bare.baseUrl).open('/', BROWSER);
    expect(page.status).toBe(200);
    expect(page.text).toContain('This server signs people in');
    expect(page.text).toContain('href="/docs"');
    expect((await call(`${bare.baseUrl}/console`)).status).toBe(404);
    await bare.stop();
  });
});

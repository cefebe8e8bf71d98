import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signedIn } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { addUser } from '../support/user.js';
import { readDocument, requireDocuments } from './documents.js';
import { commands, substitute } from './extract.js';
import { Recorder } from './recorder.js';
import { Workplace } from './run.js';
import { expectOf } from '../support/expect-of.js';

const SUITE = 'the examples of document 003';
const REFRESH_TOKEN = 'FqbrXZKyBJG1ZHKR8rHovtCP-NMt7V-Bu34svPAz8Ds';

interface Tokens {
  access_token: string;
  refresh_token: string;
  created_at: number;
}

/**
 * Substituted: the base URL, the Client ID and Client secret, which the server makes when an application is created,
 * and the refresh token. The user of the examples exists: john@example.com with the password mYsEcReT.
 */
(requireDocuments(SUITE) && requireTools(SUITE, ['curl', 'http']) ? describe : describe.skip)(SUITE, () => {
  let document: string;
  const clock = new TestClock();
  let latchkey: Latchkey;
  let recorder: Recorder;
  let workplace: Workplace;
  let application: { client_id: string; client_secret: string };
  let begun: Date;
  const here = (snippet = '', more: Record<string, string> = {}) =>
    substitute(snippet, {
      'https://app.storeman.io': latchkey.baseUrl,
      Awbnm2osV49A_Ci1Rp14xz61vHyiuO6ub9nSwXS9pw3: application.client_id,
      DO4lzGktMA6nFPyQMGRs0kdLfp137CMfc5jELqAyzhV: application.client_secret,
      ...more,
    });
  const shell = async (snippet: string) => JSON.parse((await workplace.shell(snippet)).out) as Tokens;

  beforeAll(async () => {
    document = readDocument('003');
    latchkey = await startLatchkey({ clock });
    recorder = new Recorder(latchkey);
    workplace = new Workplace();
    await addUser(latchkey, { email: 'john@example.com', password: 'mYsEcReT' });
    const john = await signedIn(latchkey, 'john@example.com', 'mYsEcReT');
    // "Type the name of the application and select required scopes", and nothing else
    const scopes = ['public', 'read_items', 'write_items', 'read_spaces', 'write_spaces'];
    const created = await john.api.post('applications', { name: 'My application', scopes });
    expectOf(created.text, created.status).toBe(201);
    application = created.json as typeof application;
  });
  beforeEach(() => {
    begun = clock.now();
    recorder.take();
  });
  afterAll(async () => {
    recorder.stop();
    workplace.remove();
    await latchkey.stop();
  });

  function expectTokens(tokens: Tokens): void {
    expect(tokens).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 7200,
      refresh_token: expect.any(String),
      scope: 'read_spaces read_items write_items write_spaces',
      created_at: expect.any(Number),
    });
    expect(tokens.created_at).toBeGreaterThanOrEqual(Math.floor(begun.getTime() / 1000));
    expect(tokens.created_at).toBeLessThanOrEqual(clock.now().getTime() / 1000);
  }

  for (const program of ['http', 'curl'] as const) {
    it(`${program === 'http' ? 'httpie' : 'cURL'}: get, refresh after two hours, revoke`, async () => {
      const [get, refresh, revoke] = commands(document, program);
      const first = await shell(here(get));
      expectTokens(first);

      clock.advance(7200);
      const second = await shell(here(refresh, { [REFRESH_TOKEN]: first.refresh_token }));
      expectTokens(second);
      expect(second.refresh_token).not.toBe(first.refresh_token);

      expect(await shell(here(revoke))).toEqual({});
      expect(await shell(here(refresh, { [REFRESH_TOKEN]: second.refresh_token }))).toMatchObject({
        error: 'invalid_grant',
      });
      expect(recorder.take()).toEqual([
        'POST /oauth/token 200',
        'POST /oauth/token 200',
        'POST /oauth/revoke 200',
        'POST /oauth/token 400',
      ]);
    });
  }

  it('answers with the headers that the document shows', async () => {
    const [get] = commands(document, 'http');
    // added: the flags that make httpie print without a terminal what it prints on one
    const { out } = await workplace.shell(here(get).replace(/^http /, 'http --print=hb --pretty=format '));
    const [head = '', body = ''] = out.replaceAll('\r', '').split('\n\n');
    expect(head.split('\n')[0]).toBe('HTTP/1.1 200 OK');
    for (const line of [
      'Cache-Control: private, no-store',
      'Content-Type: application/json; charset=utf-8',
      'Pragma: no-cache',
      'X-Content-Type-Options: nosniff',
    ]) {
      expect(head.toLowerCase()).toContain(line.toLowerCase());
    }
    expectTokens(JSON.parse(body) as Tokens);
  });
});

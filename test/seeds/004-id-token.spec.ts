import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { addUser, type TestUser } from '../support/user.js';
import { readDocument, requireDocuments } from './documents.js';
import { fenced, substitute } from './extract.js';
import { Recorder } from './recorder.js';
import { Workplace } from './run.js';

const SUITE = 'the examples of document 004';

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
}

/**
 * Substituted: the base URL, and the placeholders in angle brackets, which the document lost when it became text:
 * `username=&password=` and `refresh_token=`.
 */
(requireDocuments(SUITE) && requireTools(SUITE, ['curl']) ? describe : describe.skip)(SUITE, () => {
  let commands: string[];
  const clock = new TestClock();
  let latchkey: Latchkey;
  let recorder: Recorder;
  let workplace: Workplace;
  let user: TestUser;
  const here = (snippet = '', filled: Record<string, string>) =>
    substitute(snippet, { 'https://auth-service-stg.services.simacan.com': latchkey.baseUrl, ...filled });
  const shell = async (snippet: string) => JSON.parse((await workplace.shell(snippet)).out) as Tokens;

  beforeAll(async () => {
    commands = fenced(readDocument('004'), 'shell');
    latchkey = await startLatchkey({ clock });
    recorder = new Recorder(latchkey);
    workplace = new Workplace();
    user = await addUser(latchkey, { username: 'simacan', password: 'a-password-of-this-user' });
  });
  beforeEach(() => {
    recorder.take();
  });
  afterAll(async () => {
    recorder.stop();
    workplace.remove();
    await latchkey.stop();
  });

  function expectTokens(tokens: Tokens): void {
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^ey/),
      refresh_token: expect.any(String),
      id_token: expect.stringMatching(/^ey/),
      token_type: 'bearer',
      expires_in: 3600,
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: user.id, iss: latchkey.settings.issuer });
  }

  for (const [system, first] of [
    ['Unix and MacOS', 0],
    ['Windows', 1],
  ] as const) {
    it(`${system}: get the tokens, refresh after an hour, discard the old ones`, async () => {
      const [password, refresh] = [commands[first], commands[first + 2]];
      const filled = { 'username=&password=': `username=simacan&password=${user.password}` };
      const tokens = await shell(here(password, filled));
      expectTokens(tokens);
      clock.advance(3600);
      const withToken = (token: string) => here(refresh, { 'refresh_token=': `refresh_token=${token}` });
      const second = await shell(withToken(tokens.refresh_token));
      expectTokens(second);
      clock.advance(3600);
      expectTokens(await shell(withToken(second.refresh_token)));
      // the old one, long used
      expect(await shell(withToken(tokens.refresh_token))).toMatchObject({ status: 401 });
      expect(recorder.take()).toEqual([
        'POST /api/v1/auth/password 200',
        'POST /api/v1/auth/refresh 200',
        'POST /api/v1/auth/refresh 200',
        'POST /api/v1/auth/refresh 401',
      ]);
    });
  }

  it('says 400 to the commands as they stand, whose placeholders are empty', async () => {
    for (const command of commands) {
      expect(await shell(here(command, {}))).toMatchObject({
        status: 400,
        detail: expect.stringMatching(/required/),
      });
    }
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { administrator } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { addUser } from '../support/user.js';
import { readDocument, requireDocuments } from './documents.js';
import { commands, lines, substitute } from './extract.js';
import { Recorder } from './recorder.js';
import { Workplace } from './run.js';

const SUITE = 'the examples of document 000';
const LOGIN = 'POST /api/v1/login/access-token 200';
const BRANDS = 'GET /api/v1/brands/ 200';

/**
 * Substituted: the base URL and, where the document shows the beginning of one, the token. The user of the examples,
 * your@email.com with the password yourpassword, exists.
 */
(requireDocuments(SUITE) && requireTools(SUITE, ['curl', 'jq', 'python3', 'python:httpx']) ? describe : describe.skip)(
  SUITE,
  () => {
    let document: string;
    let latchkey: Latchkey;
    let recorder: Recorder;
    let workplace: Workplace;
    const here = (snippet: string, more: Record<string, string> = {}) =>
      substitute(snippet, { 'https://api.sartiq.com': latchkey.baseUrl, ...more });

    beforeAll(async () => {
      document = readDocument('000');
      latchkey = await startLatchkey();
      recorder = new Recorder(latchkey);
      workplace = new Workplace();
      await addUser(latchkey, { email: 'your@email.com', password: 'yourpassword' });
    });
    beforeEach(() => {
      recorder.take();
    });
    afterAll(async () => {
      recorder.stop();
      workplace.remove();
      await latchkey.stop();
    });

    /** What the examples do with the brands they get is up to the reader: they are a list. */
    function expectBrands(json: string): void {
      expect(JSON.parse(json)).toEqual({ data: [], next_cursor: null });
    }

    it('curl: obtain an access token and use it', async () => {
      const [obtain = '', use = ''] = commands(document, 'curl');
      const token = JSON.parse((await workplace.shell(here(obtain))).out) as { access_token: string };
      expect(token).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 3600 });
      const shown = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...';
      expectBrands((await workplace.shell(here(use, { [shown]: token.access_token }))).out);
      expect(recorder.take()).toEqual([LOGIN, BRANDS]);
    });

    it('curl: the token as it stands in the document is refused as documented', async () => {
      const [, use = ''] = commands(document, 'curl');
      const { out } = await workplace.shell(here(use));
      expect(JSON.parse(out)).toMatchObject({ detail: 'Could not validate credentials' });
      expect(recorder.take()).toEqual(['GET /api/v1/brands/ 401']);
    });

    it('Python: httpx', async () => {
      const example = lines(document, 'import httpx', 'brands = client.get("https://api.sartiq.com/api/v1/brands/")');
      // added: print what the example only fetches
      const { out, err } = await workplace.source('python3', `${here(example)}\nprint(brands.text)\n`);
      expect(err).toBe('');
      expectBrands(out);
      expect(recorder.take()).toEqual([LOGIN, BRANDS]);
    });

    it('JavaScript: fetch', async () => {
      const example = lines(document, '// Authenticate', '# Authenticate and extract token').replace(/\n.*$/, '');
      const { out, err } = await workplace.source(
        'node',
        `${here(example)}\nconsole.log(await brandsResponse.text());\n`,
      );
      expect(err).toBe('');
      expectBrands(out);
      expect(recorder.take()).toEqual([LOGIN, BRANDS]);
    });

    it('shell: curl and jq', async () => {
      const script = lines(document, '# Authenticate and extract token');
      expectBrands((await workplace.shell(here(script))).out);
      expect(recorder.take()).toEqual([LOGIN, BRANDS]);
    });

    it("shows the caller's brands", async () => {
      const admin = await administrator(latchkey);
      expect((await admin.api.post('brands', { name: "Another owner's" })).status).toBe(201);
      const script = lines(document, '# Authenticate and extract token');
      expectBrands((await workplace.shell(here(script))).out);
    });
  },
);

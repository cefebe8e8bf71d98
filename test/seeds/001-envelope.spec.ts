import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { addUser, type TestUser } from '../support/user.js';
import { readDocument, requireDocuments } from './documents.js';
import { braced, commands, statements, substitute } from './extract.js';
import { type ProductsApi, startProductsApi } from './products-api.js';
import { Recorder } from './recorder.js';
import { Workplace } from './run.js';

const SUITE = 'the examples of document 001';
const TOKEN = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...';

interface Envelope {
  success: boolean;
  data: { access_token: string; refresh_token: string };
}

/**
 * Substituted: {{host}}, which is two hosts here, since products and categories are the integrator's business and
 * not the authorization server's, and the tokens the document shows the beginning of. The account of the examples
 * exists: your_api_username with your_api_password.
 */
(requireDocuments(SUITE) && requireTools(SUITE, ['curl', 'php']) ? describe : describe.skip)(SUITE, () => {
  let document: string;
  const clock = new TestClock();
  let latchkey: Latchkey;
  let products: ProductsApi;
  let recorder: Recorder;
  let workplace: Workplace;
  let user: TestUser;
  const here = (snippet: string, more: Record<string, string> = {}) =>
    substitute(snippet, { '{{host}}': latchkey.baseUrl, ...more });

  beforeAll(async () => {
    document = readDocument('001');
    latchkey = await startLatchkey({ clock });
    products = await startProductsApi(latchkey.baseUrl);
    recorder = new Recorder(latchkey);
    workplace = new Workplace();
    user = await addUser(latchkey, { username: 'your_api_username', password: 'your_api_password' });
  });
  beforeEach(() => {
    recorder.take();
    products.served.length = 0;
  });
  afterAll(async () => {
    recorder.stop();
    workplace.remove();
    await products.stop();
    await latchkey.stop();
  });

  it('curl: login, use, refresh', async () => {
    const [login = '', use = '', refresh = ''] = commands(document, 'curl');
    const first = JSON.parse((await workplace.shell(here(login))).out) as Envelope;
    expect(first).toEqual({
      success: true,
      data: {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        access_expires_at: expect.stringMatching(/^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/),
        refresh_expires_at: expect.stringMatching(/^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/),
        client_id: user.number,
      },
    });
    const there = { '{{host}}': products.url, [TOKEN]: first.data.access_token };
    expect(JSON.parse((await workplace.shell(substitute(use, there))).out)).toEqual([{ path: '/api/v1/products' }]);
    expect(products.served).toEqual([`GET /api/v1/products for ${user.id}`]);

    const second = JSON.parse(
      (await workplace.shell(here(refresh, { [TOKEN]: first.data.refresh_token }))).out,
    ) as Envelope;
    expect(Object.keys(second.data)).toEqual(Object.keys(first.data));
    expect(second.data.refresh_token).not.toBe(first.data.refresh_token);
  });

  it('curl: the commands as they stand get the documented errors', async () => {
    const [, , refresh = ''] = commands(document, 'curl');
    expect(JSON.parse((await workplace.shell(here(refresh))).out)).toMatchObject({
      error: { name: 'UnauthorizedError', code: 'UNAUTHORIZED' },
    });
    expect(recorder.take()).toEqual(['POST /auth/refresh 401']);
  });

  /** The class and its usage, between an opening tag and what a test adds to look inside. */
  function php(added: string): Promise<string> {
    const usage = statements(document, '// Usage example', 'Authentication Endpoints');
    const elsewhere = { '{{host}}/api/': `${products.url}/api/`, '{{host}}': latchkey.baseUrl };
    const source = `<?php\n${braced(document, 'class APIAuth {')}\n${substitute(usage, elsewhere)}\n${added}\n`;
    return workplace.source('php', source).then(({ out }) => out);
  }

  it('PHP: the class APIAuth and its usage', async () => {
    const out = await php('echo json_encode([$products, $categories]);');
    expect(JSON.parse(out)).toEqual([[{ path: '/api/v1/products' }], [{ path: '/api/v1/categories' }]]);
    expect(recorder.take()).toEqual(['POST /auth/login 200']);
    expect(products.served).toEqual([`GET /api/v1/products for ${user.id}`, `GET /api/v1/categories for ${user.id}`]);
  });

  it('PHP: the class refreshes by itself when less than five minutes are left, as often as it takes', async () => {
    // in a namespace, its own time() comes before PHP's: the class is declared in one whose clock is ours to set
    const source = `<?php
      namespace Later;
      $ahead = 0;
      function time() { global $ahead; return \\time() + $ahead; }
      ${braced(document, 'class APIAuth {')}
      $auth = new APIAuth('${latchkey.baseUrl}');
      $auth->login('your_api_username', 'your_api_password');
      $seen = [];
      foreach ([0, 3200, 3400, 3400] as $ahead) {
        $seen[] = $auth->makeAuthenticatedRequest('${products.url}/api/v1/products')[0]['path'];
      }
      echo json_encode($seen);`;
    const { out } = await workplace.source('php', source);
    expect(JSON.parse(out)).toEqual(['/api/v1/products', '/api/v1/products', '/api/v1/products', '/api/v1/products']);
    expect(recorder.take().filter((line) => line.startsWith('POST'))).toEqual([
      'POST /auth/login 200',
      'POST /auth/refresh 200',
      'POST /auth/refresh 200',
    ]);
  });

  it('PHP: login says false, not more, when the password is wrong', async () => {
    const out = await php("echo json_encode($auth->login('your_api_username', 'wrong'));");
    expect(out).toBe('false');
    expect(recorder.take()).toEqual(['POST /auth/login 200', 'POST /auth/login 401']);
  });
});

import { expect, it } from '@jest/globals';
import { call } from '../support/http.js';
import { startLatchkey } from '../support/server.js';

it.each([
  [{}, 'timeout=72'],
  [{ KEEP_ALIVE_TIMEOUT: '620' }, 'timeout=620'],
])('with %o an idle connection is kept for %s', async (settings, kept) => {
  const latchkey = await startLatchkey({ settings });
  const headers = { connection: 'keep-alive' };
  expect((await call(`${latchkey.baseUrl}/health/live`, { headers })).headers['keep-alive']).toBe(kept);
  await latchkey.stop();
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { LatchkeyProcess } from '../support/process.js';
import { eventually } from '../support/eventually.js';

describe('metrics', () => {
  let server: LatchkeyProcess | undefined;
  afterEach(() => server?.remove());

  it.each(['1', '2'])('of %s worker(s) are served on a port of their own', async (WORKERS) => {
    const METRICS_PORT = String(await freePort());
    server = await LatchkeyProcess.start({ env: { WORKERS, METRICS_PORT } });
    const { baseUrl } = server;
    await eventually(
      () => server?.output,
      (value) => expect(value).toContain('Latchkey listens on'),
    );
    for (let i = 0; i < 4; i++) await fetch(`${baseUrl}/health/live`, { headers: { connection: 'close' } });
    await fetch(`${baseUrl}/nothing/here/${'x'.repeat(50)}`);

    const read = () => fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`);
    const response = await read();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('process_resident_memory_bytes');
    // a request is counted a moment after its answer
    await eventually(
      async () => (await read()).text(),
      (text) => {
        expect(text).toMatch(/latchkey_http_request_duration_seconds_count\{[^}]*route="\/health\/live"[^}]*\} [4-9]/);
        expect(text).toContain('route="unmatched"');
      },
    );
    expect((await fetch(`${baseUrl}/metrics`)).status).toBe(404);
  });
});

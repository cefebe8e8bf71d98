import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Latchkey, startLatchkey } from '../support/server.js';

describe('health', () => {
  let latchkey: Latchkey;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey.stop());

  it('is live while the process runs', async () => {
    const response = await fetch(`${latchkey.baseUrl}/health/live`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'live' });
  });

  it('is ready when everything is there', async () => {
    const response = await fetch(`${latchkey.baseUrl}/health/ready`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ status: 'ready' });
  });
});

import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { LatchkeyProcess } from '../support/process.js';

(process.platform === 'linux' ? describe : describe.skip)('workers', () => {
  let server: LatchkeyProcess;
  const workers = () =>
    readFileSync(`/proc/${String(server.pid)}/task/${String(server.pid)}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number)
      .filter((pid) => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('main.js'));

  beforeEach(async () => {
    server = await LatchkeyProcess.start({ env: { WORKERS: '2' } });
    await eventually(
      () => server.output,
      (value) => expect(value).toContain('Latchkey listens on'),
    );
  });
  afterEach(() => server.remove());

  it('share the port, come back after a crash and end with their primary', async () => {
    expect(workers()).toHaveLength(2);
    const [victim = 0] = workers();
    process.kill(victim, 'SIGKILL');
    await eventually(
      () => workers().filter((pid) => pid !== victim).length,
      (value) => expect(value).toBe(2),
    );
    expect((await fetch(`${server.baseUrl}/health/ready`)).status).toBe(200);
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('leave no caller waiting on a connection that a killed worker had not taken yet', async () => {
    const [victim = 0] = workers();
    process.kill(victim, 'SIGSTOP');
    const callers = Array.from({ length: 8 }, async () => {
      const response = await fetch(`${server.baseUrl}/health/live`, { headers: { connection: 'close' } });
      return response.status;
    });
    // one of them is handed to the worker that stands still, and the others go on
    await Promise.any(callers);
    process.kill(victim, 'SIGKILL');
    const seen = await Promise.allSettled(callers);
    expect(seen.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  });

  it('say of the embedded database that it is away, and not of DATABASE_URL', async () => {
    const data = path.join(server.folder, 'data', 'postgresql');
    const control = path.join(data, 'global', 'pg_control');
    const postmaster = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    chmodSync(control, 0o000);
    process.kill(postmaster, 'SIGKILL');
    const [victim = 0] = workers();
    process.kill(victim, 'SIGKILL');
    await eventually(
      () => server.output,
      (value) => expect(value).toContain(`the embedded PostgreSQL in ${server.folder}/data cannot be used: `),
    );
    expect(server.output).not.toContain('check DATABASE_URL');
    chmodSync(control, 0o600);
    await eventually(
      () => workers().filter((pid) => pid !== victim).length,
      (value) => expect(value).toBe(2),
    );
  });
});

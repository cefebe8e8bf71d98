// One address that sends a crowd of passwords would otherwise close every sign-in with a password, to all people, and fill the
// disk with lines about it: what it sends costs it nothing.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HashThreads } from '../../src/auth/password/hash-threads.js';
import { PasswordHasher } from '../../src/auth/password/password-hasher.js';
import { TemporarilyUnavailable } from '../../src/protocol/refusal.js';
import { envelope } from '../faces/dialects.js';
import { eventually } from '../support/eventually.js';
import { postJson } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addUser } from '../support/user.js';

const GUESSES = 700;
const AT_ONCE = 64;
const IN_LINE = 448;
const CROWD = '198.18.0.1';

describe('a crowd of passwords from one network', () => {
  let latchkey: Latchkey;
  let lines: { reason?: string }[] = [];
  // the tests stand behind a proxy, so that they may come from anywhere
  const login = (username: string, password: string, address: string) =>
    postJson(`${latchkey.baseUrl}/auth/login`, { username, password }, { 'x-forwarded-for': address });

  beforeAll(async () => {
    const log = { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[number]) };
    latchkey = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1', LOG_LEVEL: 'info' }, log });
    await login('warms', 'the decoy up', '198.18.0.2');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => latchkey.stop());

  it('keeps no password of another network waiting, and the log short', async () => {
    const user = await addUser(latchkey);
    lines = [];
    const run = Object.getOwnPropertyDescriptor(HashThreads.prototype, 'run')?.value as HashThreads['run'];
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const hashing = jest.spyOn(HashThreads.prototype, 'run').mockImplementation(async function (
      this: HashThreads,
      ...of
    ) {
      await opened;
      return run.apply(this, of);
    });
    const answered: number[] = [];
    const guesses = Array.from({ length: GUESSES }, async (_, i) => {
      const answer = await login(`crowd-${String(i)}`, 'x', CROWD);
      if (answer.status === 429) expect(envelope(answer, 429)).toMatch(/^Too many sign-ins at once.*in \d seconds$/);
      answered.push(answer.status);
    });
    const met = () => hashing.mock.calls.length + answered.length;
    await eventually(met, (value) => expect(value).toBeGreaterThanOrEqual(GUESSES - IN_LINE));
    const verifying = jest.spyOn(latchkey.app.get(PasswordHasher, { strict: false }), 'verify');
    const right = login(user.email, user.password, '198.18.0.3');
    const isHashed = () => verifying.mock.calls.some(([hash]) => hash !== undefined);
    await eventually(isHashed, (value) => expect(value).toBe(true));
    const held = hashing.mock.calls.length;
    open();
    expect((await right).status).toBe(200);
    await Promise.all(guesses);
    const wrong = answered.filter((status) => status === 401);
    const turnedAway = answered.filter((status) => status === 429);
    expect([wrong.length, turnedAway.length]).toEqual([AT_ONCE + IN_LINE, GUESSES - AT_ONCE - IN_LINE]);
    expect(held).toBe(AT_ONCE + 1);
    expect(lines.filter(({ reason }) => reason !== 'invalid_credentials').length).toBeLessThan(10);
  });

  it('that the threads turn away is one line of the log, without a stack', async () => {
    lines = [];
    jest.spyOn(HashThreads.prototype, 'run').mockImplementation(() => {
      throw new TemporarilyUnavailable('too many passwords to verify at once');
    });
    const refused = await Promise.all(
      Array.from({ length: 30 }, (_, i) => login(`turned-away-${String(i)}`, 'x', CROWD)),
    );
    for (const answer of refused) envelope(answer, 503);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'error', status: 503, detail: 'too many passwords to verify at once' }),
    ]);
    expect(Object.keys(lines[0]!)).not.toContain('err');
  });

  it('is over when its attempts are: the network may sign in again', async () => {
    const user = await addUser(latchkey);
    expect((await login(user.email, user.password, CROWD)).status).toBe(200);
  });
});

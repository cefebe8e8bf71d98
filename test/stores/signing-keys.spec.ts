import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { KeyRing } from '../../src/oauth/tokens/key-ring.js';
import { UNCONDITIONAL } from '../../src/protocol/standing.js';
import { KeyKeeper } from '../../src/admin/signing-keys/key-keeper.js';
import { SigningKeysRepository } from '../../src/admin/signing-keys/signing-keys.repository.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';

const BY_ADMIN = {
  action: 'signing-key.rotate',
  outcome: 'success',
  actor: { type: 'user', id: 'an admin' },
  ...UNCONDITIONAL,
  address: '203.0.113.7',
  requestId: 'rotation',
} as const;
const DAY = 86_400;
/** Once a minute a node reads the keys anyway. */
const BEFORE_IT_TENDS = { timeout: 45_000 };

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** Those that sign access tokens. */
const kidsOf = (node: Latchkey) =>
  partOf(node, KeyRing)
    .jwks()
    .keys.filter((key) => key.alg === 'ES256')
    .map((key) => key.kid)
    .sort();

describe('nodes that start at the same time on a fresh database', () => {
  let nodes: Latchkey[];
  beforeAll(async () => {
    nodes = await Promise.all(Array.from({ length: 4 }, () => startLatchkey({ database })));
  });
  afterAll(() => Promise.all(nodes.map((node) => node.stop())));

  it('make one key between them, and all sign with it', async () => {
    const rows = await database.query<{ kid: string }>('SELECT kid FROM signing_keys');
    expect(rows).toHaveLength(1);
    for (const node of nodes) expect(kidsOf(node)).toEqual([rows[0]!.kid]);
    expect(await database.query(`SELECT FROM audit_events WHERE action = 'signing-key.create'`)).toHaveLength(1);
  });

  it('make one administrator between them', async () => {
    expect(await database.query('SELECT FROM users')).toHaveLength(1);
    expect(await database.query(`SELECT FROM audit_events WHERE action = 'user.create'`)).toHaveLength(1);
  });

  it('verify what any of them signed', async () => {
    const [first, ...others] = nodes.map((node) => partOf(node, KeyRing));
    const token = await first!.sign('at+jwt', { sub: 'subject' }, 'ES256', new Date());
    for (const ring of others) expect(await ring.verify('at+jwt', token)).toEqual({ sub: 'subject' });
  });

  it('that all rotate at once publish one next key, known to all within two seconds', async () => {
    await Promise.all(nodes.map((node) => partOf(node, KeyKeeper).rotate(BY_ADMIN)));
    expect(await database.query('SELECT FROM signing_keys')).toHaveLength(2);
    for (const node of nodes)
      await eventually(
        () => kidsOf(node).length,
        (value) => expect(value).toBe(2),
      );
  });

  it('drop a removed key within two seconds', async () => {
    const [remover, other] = nodes as [Latchkey, Latchkey];
    const next = (await partOf(remover, SigningKeysRepository).all()).find((key) => key.signsFrom > new Date());
    await partOf(remover, SigningKeysRepository).remove(next!.kid, { ...BY_ADMIN, action: 'signing-key.remove' });
    await eventually(
      () => kidsOf(other),
      (value) => expect(value).not.toContain(next!.kid),
    );
  });
});

describe('a node that was told of a removed key, and could not read the keys', () => {
  it('reads them again until it can', async () => {
    const [here, there] = [await startLatchkey({ database }), await startLatchkey({ database })];
    const next = await partOf(here, KeyKeeper).rotate(BY_ADMIN);
    await eventually(
      () => kidsOf(there),
      (value) => expect(value).toContain(next!.kid),
    );
    const away = new Error('no connection');
    const reading = jest.spyOn(partOf(there, SigningKeysRepository), 'all');
    reading.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
    await partOf(here, SigningKeysRepository).remove(next!.kid, { ...BY_ADMIN, action: 'signing-key.remove' });
    await eventually(
      () => kidsOf(there),
      (value) => expect(value).not.toContain(next!.kid),
      BEFORE_IT_TENDS,
    );
    const readings = reading.mock.calls.length;
    await partOf(there, KeyKeeper).catchUp();
    expect(reading).toHaveBeenCalledTimes(readings); // only while it has to
    await there.stop();
    await here.stop();
  });
});

describe('a private key', () => {
  it('lies sealed in the database, and opens only for its own row', async () => {
    const node = await startLatchkey();
    const store = partOf(node, SigningKeysRepository);
    const [key] = await store.all();
    const der = key!.privateKey.export({ format: 'der', type: 'pkcs8' });
    const [row] = await node.database.query<{ sealed_key: Buffer }>('SELECT sealed_key FROM signing_keys');
    expect(row!.sealed_key.includes(der.subarray(-32))).toBe(false);

    await node.database.query(`UPDATE signing_keys SET kid = 'another row'`);
    await expect(store.all()).rejects.toThrow();
    await node.stop();
  });
});

describe('rotation', () => {
  it('publishes before it signs, and keeps the old key until its last token has expired', async () => {
    const clock = new TestClock();
    const node = await startLatchkey({ clock });
    const keeper = partOf(node, KeyKeeper);
    const ring = partOf(node, KeyRing);
    const signer = () => ring.current('ES256', clock.now())?.kid;
    const first = signer();

    clock.advance(29 * DAY - 180);
    await keeper.tend();
    expect(kidsOf(node)).toHaveLength(1);
    clock.advance(181);
    await keeper.tend();
    expect(kidsOf(node)).toHaveLength(2);
    expect(signer()).toBe(first);
    const token = await ring.sign('at+jwt', { sub: 'subject' }, 'ES256', clock.now());

    clock.advance(DAY + 1);
    await keeper.tend();
    expect(signer()).not.toBe(first);
    expect(await ring.verify('at+jwt', token)).toBeDefined();

    clock.advance(DAY - 60); // the longest an access token may live
    await keeper.tend();
    expect(kidsOf(node)).toHaveLength(2);
    expect(await ring.verify('at+jwt', token)).toBeDefined();

    clock.advance(120);
    await keeper.tend();
    expect(kidsOf(node)).not.toContain(first);
    expect(await ring.verify('at+jwt', token)).toBeUndefined();
    await node.stop();
  });

  it('once a day publishes half a day before', async () => {
    const clock = new TestClock();
    const node = await startLatchkey({ clock, settings: { SIGNING_KEY_ROTATION_DAYS: '1' } });
    const keeper = partOf(node, KeyKeeper);
    const signer = () => partOf(node, KeyRing).current('ES256', clock.now())?.kid;
    const first = signer();
    clock.advance(DAY / 2 - 120);
    await keeper.tend();
    expect(kidsOf(node)).toHaveLength(1);
    clock.advance(121);
    await keeper.tend();
    expect(kidsOf(node)).toHaveLength(2);
    clock.advance(DAY / 2 - 60);
    expect(signer()).toBe(first);
    clock.advance(61);
    expect(signer()).not.toBe(first);
    await node.stop();
  });
});

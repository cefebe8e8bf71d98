// What an attacker would gain: that others' applications hear too late of a sign-out, and go on serving a browser whose
// session has ended, because a member's own applications take the news at addresses that never answer.
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BackChannelLogout } from '../../src/oidc/back-channel-logout.js';
import { DeliverySlots } from '../../src/oidc/delivery-slots.js';
import { LogoutDeliveries, type LogoutDelivery, type Room } from '../../src/oidc/logout-deliveries.js';
import type { TestDatabase } from '../support/database.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { holdTable } from '../support/held-row.js';
import { Receiver } from '../support/receiver.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { addUser } from '../support/user.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';

const AT_ONCE = { application: 4, owner: 8, host: 4 };

async function queue(database: TestDatabase, client: OAuthClient, count: number, attempts = 0): Promise<void> {
  await database.query(
    `INSERT INTO logout_deliveries (id, application_id, user_id, attempts, created_at, next_attempt_at)
     SELECT gen_random_uuid(), $1::uuid, $2::uuid, $3::int, now() - interval '1 minute', now() - interval '1 minute'
       FROM generate_series(1, $4::int)`,
    [client.id, randomUUID(), attempts, count],
  );
}

function application(database: TestDatabase, uri: string, ownerId: string | null = null): Promise<OAuthClient> {
  return addApplication(database, { ownerId, metadata: { backchannel_logout_uri: uri } });
}

describe('the deliveries that a node takes', () => {
  let latchkey: Latchkey;
  let server: TestDatabase;
  let deliveries: LogoutDeliveries;

  beforeAll(async () => {
    latchkey = await startLatchkey();
    // this one takes none itself
    await partOf(latchkey, BackChannelLogout).onModuleDestroy();
    server = latchkey.database;
    deliveries = partOf(latchkey, LogoutDeliveries);
  });
  afterAll(() => latchkey.stop());
  beforeEach(() => server.query('DELETE FROM logout_deliveries'));

  function take(room: Partial<Room> = {}): Promise<LogoutDelivery[]> {
    const taken = { application: {}, owner: {}, host: {} };
    return deliveries.take({ free: 24, taken, atOnce: AT_ONCE, expiredBefore: new Date(0), ...room }, new Date());
  }

  function countsOf(taken: LogoutDelivery[], key: 'clientId' | 'host'): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const delivery of taken) counts[delivery[key]] = (counts[delivery[key]] ?? 0) + 1;
    return counts;
  }

  it('are few of one application, however many wait, and leave room for others', async () => {
    const [crowd, one] = [await application(server, 'https://a/x'), await application(server, 'https://b/x')];
    await queue(server, crowd, 100);
    await queue(server, one, 1);
    expect(countsOf(await take(), 'clientId')).toEqual({ [crowd.clientId]: 4, [one.clientId]: 1 });
  });

  it('are few to one host, in whichever spelling its applications name it', async () => {
    for (const uri of [
      'https://one.example/a',
      'https://ONE.example/b',
      'https://one.example?c',
      'https://one.example/d',
    ]) {
      await queue(server, await application(server, uri), 3);
    }
    expect(countsOf(await take(), 'host')).toEqual({ 'one.example': 4 });
  });

  it('are few of one owner, whose dead host takes no turn from the others', async () => {
    const { id: owner } = await addUser(latchkey);
    for (let i = 0; i < 12; i++) {
      await queue(server, await application(server, `https://host${String(i)}.example/`, owner), 2);
    }
    expect(await take()).toHaveLength(8);
    await server.query(`UPDATE logout_deliveries SET next_attempt_at = now() - interval '1 minute'`);
    const dead = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`host${String(i)}.example`, 4]));
    const taken = await take({ taken: { application: {}, owner: { [owner]: 1 }, host: dead } });
    expect(countsOf(taken, 'host')).toEqual({ 'host11.example': 2 });
  });

  it('are first attempts before repeated ones', async () => {
    const [again, first] = [await application(server, 'https://c/x'), await application(server, 'https://d/x')];
    await queue(server, again, 4, 3);
    await queue(server, first, 2);
    expect(countsOf(await take({ free: 3 }), 'clientId')).toEqual({ [first.clientId]: 2, [again.clientId]: 1 });
  });

  it('are taken by one of many nodes, each once', async () => {
    await queue(server, await application(server, 'https://e/x'), 4);
    const taken = await Promise.all(Array.from({ length: 6 }, () => take()));
    expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(4);
    expect(taken.flat()).toHaveLength(4);
  });

  it('are those too old although their host has no slot: they are given up', async () => {
    await queue(server, await application(server, 'https://f/x'), 1);
    const full = { taken: { application: {}, owner: {}, host: { f: 4 } } };
    expect(await take(full)).toEqual([]);
    expect(await take({ ...full, expiredBefore: new Date() })).toHaveLength(1);
  });
});

describe('a host that does not answer', () => {
  const to = (host: string): LogoutDelivery => ({
    id: randomUUID(),
    clientId: 'client',
    applicationId: 'application',
    ownerId: 'owner',
    address: `https://${host}/`,
    host,
    subjectsSince: null,
    userId: randomUUID(),
    sessionId: null,
    attempts: 1,
    createdAt: new Date(0),
  });
  const at = (seconds: number) => new Date(seconds * 1000);

  function fail(slots: DeliverySlots, seconds: number): void {
    const delivery = to('dead.example');
    slots.begin(delivery);
    slots.end(delivery, 'silent', at(seconds));
  }

  it('rests after three failures, is then tried once at a time, and rests longer', () => {
    const slots = new DeliverySlots();
    fail(slots, 0);
    fail(slots, 0);
    expect(slots.taken(at(0)).host).toEqual({});
    fail(slots, 0);
    expect(slots.taken(at(29)).host).toEqual({ 'dead.example': 4 });
    expect(slots.taken(at(31)).host).toEqual({ 'dead.example': 3 });
    fail(slots, 31);
    expect(slots.taken(at(80)).host).toEqual({ 'dead.example': 4 });
    expect(slots.taken(at(92)).host).toEqual({ 'dead.example': 3 });
  });

  it('is as any other once it answers', () => {
    const slots = new DeliverySlots();
    for (let i = 0; i < 3; i++) fail(slots, 0);
    const delivery = to('dead.example');
    slots.begin(delivery);
    expect(slots.taken(at(31)).host).toEqual({ 'dead.example': 4 });
    slots.end(delivery, 'answered', at(31));
    expect(slots.taken(at(31))).toEqual({ application: {}, owner: {}, host: {} });
  });
});

describe('the news of a sign-out', () => {
  let server: Latchkey;
  let silent: Server;
  let receiver: Receiver;
  let connections = 0;

  beforeAll(async () => {
    server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
    silent = createServer(() => connections++);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    receiver = await Receiver.start();
  });
  afterAll(async () => {
    silent.closeAllConnections();
    silent.close();
    await server.stop();
    await receiver.stop();
  });

  it("reaches others' applications while a member's never answer", async () => {
    const member = await addUser(server);
    const tarPit = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}/logout`;
    for (let i = 0; i < 20; i++) await queue(server.database, await application(server.database, tarPit, member.id), 6);
    await eventually(
      () => connections,
      (value) => expect(value).toBeGreaterThan(0),
    );
    const honest = await application(server.database, `${receiver.origin}/logout`);
    await queue(server.database, honest, 3);
    await eventually(
      () => receiver.received.length,
      (value) => expect(value).toBe(3),
    );
    // all of the member's wait: none was even tried twice, and most not once
    expect(connections).toBeLessThanOrEqual(8);
  });
});

it('a delivery that is taken while its host begins to rest is kept, and made when the host is back', async () => {
  const clock = new TestClock();
  const log: string[] = [];
  const server = await startLatchkey({
    clock,
    settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8', LOG_LEVEL: 'warn' },
    log: { write: (line) => log.push(line) },
  });
  const held: ServerResponse[] = [];
  let isBack = false;
  let heard = 0;
  const host = createServer((_, response) => {
    if (!isBack) held.push(response);
    else response.writeHead(200).end(() => heard++);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const failures = () => log.filter((line) => line.includes('was not told')).length;
  const waiting = () => server.database.query('SELECT FROM logout_deliveries');
  try {
    const uri = `http://127.0.0.1:${String((host.address() as AddressInfo).port)}/logout`;
    await queue(server.database, await application(server.database, uri), 7);
    await eventually(
      () => held.length,
      (value) => expect(value).toBe(4),
    );
    // the first failure has others taken, and the host rests before the answer
    const table = await holdTable(server.database, 'logout_deliveries');
    held.shift()?.destroy();
    await table.waiting(1);
    for (const response of held) response.destroy();
    await eventually(failures, (value) => expect(value).toBe(4));
    await table.release();
    await eventually(
      () => server.database.query('SELECT FROM logout_deliveries WHERE attempts = 0'),
      (rows) => expect(rows.length).toBeLessThan(3),
    );
    expect(await waiting()).toHaveLength(7);
    isBack = true;
    clock.advance(61);
    await eventually(waiting, (rows) => expect(rows).toHaveLength(0));
    expect([heard, failures()]).toEqual([7, 4]);
  } finally {
    host.closeAllConnections();
    host.close();
    await server.stop();
  }
});

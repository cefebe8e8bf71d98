// What an attacker would gain: this server as the sender of their requests, to addresses, ports and paths of their choice and
// as many as they like; and a server that makes no calls any more, neither for keys nor for documents nor to tell of a
// sign-out, because a few names of slow name servers hold all the threads that look names up.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/clock/clock.js';
import { CallBounds } from '../../src/outgoing/call-bounds.js';
import { SYSTEM_LOOKUP } from '../../src/outgoing/lookup-process.js';
import { SystemNameResolver } from '../../src/outgoing/name-resolver.js';
import {
  namedByAccount,
  namedByAllowed,
  namedByApplication,
  namedBySetting,
  type Occasion,
} from '../../src/outgoing/occasion.js';
import { PublishedRequests } from '../../src/oauth/authorize/published-request.js';
import type { Application } from '../../src/oauth/stores/applications.js';
import { FetchFault } from '../../src/outgoing/fetch-fault.js';
import type { GuardedFetcher } from '../../src/outgoing/guarded-fetcher.js';
import type { Origin } from '../../src/protocol/origin.js';
import { TooManyCalls } from '../../src/protocol/too-many.js';
import { DocumentHost } from '../support/document-host.js';
import { type Answer, bearer, call, JSON_TYPE } from '../support/http.js';
import { administrator } from '../support/management.js';
import { challengeOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { ClientKey, secondsNow } from '../support/signing-client.js';
import { addUser } from '../support/user.js';
import { eventually } from '../support/eventually.js';
import { StoppedClock, TestClock } from '../support/test-clock.js';

const HONEST = 'https://honest.example/client.json';

/** Never answers for names under .slow; for others the number of questions it was asked by then. */
const HALF_DEAF = `
  let asked = 0;
  process.on('message', ({ id, name }) => {
    asked++;
    if (!name.endsWith('.slow')) process.send({ id, addresses: [String(asked)] });
  });`;

describe('a look-up', () => {
  const resolvers: SystemNameResolver[] = [];
  afterEach(() => resolvers.splice(0).forEach((resolver) => resolver.onModuleDestroy()));

  function resolverOf(program: string, deadline?: number): SystemNameResolver {
    const resolver = new SystemNameResolver(program, deadline);
    resolvers.push(resolver);
    return resolver;
  }

  it('waits for none that hangs, however many do', async () => {
    const resolver = resolverOf(HALF_DEAF);
    const hanging = Array.from({ length: 40 }, (_, i) => resolver.addressesOf(`n${String(i)}.slow`));
    const outcomes = Promise.allSettled(hanging);
    await expect(resolver.addressesOf('good.example')).resolves.toEqual(['41']);
    expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('gives up at a deadline, and of such a name no other is begun for a while', async () => {
    const resolver = resolverOf(HALF_DEAF, 50);
    await expect(resolver.addressesOf('a.slow')).rejects.toThrow('takes too long');
    await expect(resolver.addressesOf('a.slow')).rejects.toThrow('a moment ago');
    await expect(resolver.addressesOf('good.example')).resolves.toEqual(['2']);
  });

  it('is one for all that ask for the same name at the same time', async () => {
    const resolver = resolverOf(HALF_DEAF);
    const both = await Promise.all([resolver.addressesOf('one.example'), resolver.addressesOf('one.example')]);
    expect(both).toEqual([['1'], ['1']]);
    await expect(resolver.addressesOf('one.example')).resolves.toEqual(['2']);
  });

  it('goes to a new process where too many threads of the old one hang', async () => {
    const resolver = resolverOf(HALF_DEAF, 50);
    const hanging = Array.from({ length: 16 }, (_, i) => resolver.addressesOf(`n${String(i)}.slow`));
    await Promise.allSettled(hanging);
    await expect(resolver.addressesOf('good.example')).resolves.toEqual(['1']);
  });

  it('survives the end of its process', async () => {
    const resolver = resolverOf(`${HALF_DEAF} process.on('message', ({ name }) => name === 'end' && process.exit());`);
    await expect(resolver.addressesOf('end.slow')).rejects.toThrow('takes too long');
    await expect(resolver.addressesOf('end')).resolves.toEqual(['2']);
    await eventually(
      () => resolver.addressesOf('after.example').catch(() => 'not yet'),
      (value) => expect(value).toEqual(['1']),
    );
  });

  it('of the system has a thread where a dozen others hang', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-look-ups-'));
    const silent = path.join(folder, 'silent');
    execFileSync('mkfifo', [silent]);
    // a thread that opens it waits for a writer, as one that asks a silent name server does for its answer
    const hanging = `
      const { open } = require('node:fs');
      const dns = require('node:dns');
      const asked = dns.lookup;
      dns.lookup = (name, ...how) =>
        name.endsWith('.slow') ? open(${JSON.stringify(silent)}, 'r', () => undefined) : asked(name, ...how);`;
    try {
      const resolver = resolverOf(hanging + SYSTEM_LOOKUP);
      const crowd = Promise.allSettled(
        Array.from({ length: 12 }, (_, i) => resolver.addressesOf(`n${String(i)}.slow`)),
      );
      await expect(resolver.addressesOf('localhost')).resolves.toContain('127.0.0.1');
      expect((await crowd).every(({ status }) => status === 'rejected')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is what the system says, by a process that knows no secret', async () => {
    await expect(resolverOf(SYSTEM_LOOKUP).addressesOf('localhost')).resolves.toContain('127.0.0.1');
    await expect(resolverOf(SYSTEM_LOOKUP).addressesOf('nothing.invalid')).rejects.toThrow('could not be looked up');
    process.env.SMTP_URL = 'smtp://user:secret@mail.example';
    const telling = `process.on('message', ({ id }) => process.send({ id, addresses: Object.keys(process.env) }));`;
    const names = await resolverOf(telling).addressesOf('x.example');
    delete process.env.SMTP_URL;
    expect(names).toContain('PATH');
    expect(names.filter((name) => /SMTP_URL|SECRET|PASSWORD|DATABASE|^NODE_/.test(name))).toEqual([]);
  });
});

describe('calls that requests without a credential set off', () => {
  let server: Latchkey;
  let host: DocumentHost;

  beforeAll(async () => {
    const settings = { FETCH_ALLOW_NETWORKS: '127.0.0.0/8', TRUST_PROXY: '127.0.0.1' };
    server = await startLatchkey({ settings });
    host = await DocumentHost.start();
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  function publish(): string {
    const clientId = host.publish('not yet');
    const redirect_uris = ['https://app.example.com/callback'];
    host.replace(clientId, { client_id: clientId, client_name: 'Notes', redirect_uris });
    return clientId;
  }

  function ask(parameters: Record<string, string>, from: string): Promise<Answer> {
    const query = new URLSearchParams({
      response_type: 'code',
      redirect_uri: 'https://app.example.com/callback',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
      ...parameters,
    });
    return call(`${server.baseUrl}/oauth/authorize?${query.toString()}`, { headers: { 'x-forwarded-for': from } });
  }

  function replaced(at: Latchkey, clientId = '', token = '', body: object = {}): Promise<Answer> {
    return call(`${at.baseUrl}/oauth/register/${clientId}`, {
      method: 'PUT',
      headers: { ...bearer(token), 'content-type': JSON_TYPE },
      body: JSON.stringify(body),
    });
  }

  it('are bounded for the applications of one owner, whose request objects count for a minute without another look', async () => {
    const clock = new TestClock();
    const settings = { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' };
    const held = await startLatchkey({ settings, clock });
    try {
      const key = await ClientKey.make();
      const request_uris = [host.publish('not yet'), host.publish('not yet'), `${host.origin}/missing`];
      const metadata = { jwks: key.jwks, request_uris };
      const owner = await addUser(held);
      const party = await RelyingParty.at(held, { ownerId: owner.id, metadata });
      const [read, unread] = request_uris;
      for (const uri of [read, unread]) {
        const claims = { iss: party.client.clientId, client_id: party.client.clientId, aud: held.baseUrl };
        const more = {
          response_type: 'code',
          redirect_uri: party.redirectUri,
          scope: 'openid',
          exp: secondsNow() + 600,
        };
        const pkce = { code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' };
        host.replace(uri!, await key.sign({ ...claims, ...more, ...pkce }));
      }
      const open = (uri = '') => {
        const query = new URLSearchParams({ client_id: party.client.clientId, request_uri: uri });
        return call(`${held.baseUrl}/oauth/authorize?${query.toString()}`);
      };
      const spend = () => {
        const at = held.app.get(CallBounds, { strict: false });
        const occasion = namedByApplication({ clientId: 'another', ownerId: owner.id }, '198.51.100.1');
        expect(() => {
          for (let i = 0; i < 1000; i++) at.count(occasion);
        }).toThrow(TooManyCalls);
      };
      clock.hold();
      expect((await open(read)).status).toBe(303);
      spend();
      const before = host.visits;
      const { status, headers } = await open(unread);
      expect([status, headers['retry-after']]).toEqual([429, '1']);
      expect((await open(read)).status).toBe(303);
      clock.advance(60);
      spend();
      expect((await open(read)).status).toBe(429);
      expect(host.visits).toBe(before);
    } finally {
      await held.stop();
    }
  });

  it('are few for one network, which is told when to come again; others and known documents go on', async () => {
    const [known, other] = [publish(), publish()];
    expect((await ask({ client_id: known }, '198.51.100.1')).status).toBe(303);
    const before = host.visits;
    const addresses = Array.from({ length: 150 }, (_, i) => `${host.origin}/of-no-one/${String(i)}`);
    const answers = await Promise.all(addresses.map((client_id) => ask({ client_id }, '198.51.100.1')));
    expect(host.visits - before).toBeLessThan(100);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(50);
    expect(refused.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true);
    expect((await ask({ client_id: known }, '198.51.100.1')).status).toBe(303);
    expect((await ask({ client_id: other }, '198.51.100.2')).status).toBe(303);
  });

  it('are few with a registration access token, too', async () => {
    const redirect_uris = ['https://app.example.com/callback'];
    const registering = await startLatchkey({
      database: server.database,
      settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8', DYNAMIC_REGISTRATION: 'token' },
    });
    try {
      const { api } = await administrator(registering);
      const made = await api.post('/oauth/register', { redirect_uris });
      const { client_id, registration_access_token: token } = made.json as Record<string, string>;
      const before = host.visits;
      const described = (i: number) => ({
        client_id,
        redirect_uris,
        subject_type: 'pairwise',
        sector_identifier_uri: `${host.origin}/of-no-one/${String(i)}`,
      });
      const { status } = await replaced(registering, client_id, token, described(0));
      expect(status).toBe(400);
      const answers = await Promise.all(
        Array.from({ length: 150 }, (_, i) => replaced(registering, client_id, token, described(i))),
      );
      expect(host.visits - before).toBeLessThan(100);
      expect(answers.filter((answer) => answer.status === 429).length).toBeGreaterThan(50);
    } finally {
      await registering.stop();
    }
  });

  it('are few at once to one target', async () => {
    const ids = Array.from({ length: 24 }, () => publish());
    const waiting: (() => void)[] = [];
    let [visits, most] = [0, 0];
    // answered once four wait, or none is left to come
    host.delay = () =>
      new Promise((resolve) => {
        most = Math.max(most, waiting.push(resolve));
        if (++visits % 4 > 0 && visits < ids.length) return;
        setImmediate(() => {
          for (const answer of waiting.splice(0)) answer();
        });
      });
    const from = (i: number) => `192.0.2.${String(i)}`;
    const answers = await Promise.all(ids.map((client_id, i) => ask({ client_id }, from(i))));
    host.delay = undefined;
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 303));
    expect(most).toBe(4);
  });

  it('are few to one registered request_uri, from however many networks', async () => {
    const request_uri = host.publish('no token');
    const party = await RelyingParty.at(server, { metadata: { request_uris: [request_uri] } });
    const before = host.visits;
    const started = performance.now();
    const from = (i: number) => `203.0.113.${String(i)}`;
    const asked = Array.from({ length: 60 }, (_, i) => ask({ client_id: party.client.clientId, request_uri }, from(i)));
    const answers = await Promise.all(asked);
    const seconds = (performance.now() - started) / 1000;
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    expect(host.visits - before).toBeLessThanOrEqual(11 + seconds);
  });
});

const bounds = (clock: Clock = new StoppedClock()) => new CallBounds(clock);
const never = () => new AbortController().signal;

async function fetched(at: CallBounds, occasion: Occasion, target: string): Promise<string> {
  at.count(occasion);
  return at.reach(target, occasion, never(), () => Promise.resolve('fetched'));
}

async function arrived(calls: number, begin: (i: number) => Promise<string>): Promise<number> {
  let count = 0;
  for (let i = 0; i < calls; i++) {
    try {
      await begin(i);
      count++;
    } catch (error) {
      expect(error).toBeInstanceOf(TooManyCalls);
    }
  }
  return count;
}

// a member publishes documents and allows them; a request that names them needs no credential
describe('calls to documents of applications that people have allowed', () => {
  const documentOf = (i: number) => `https://app-${String(i)}.example/client.json`;
  const honest = namedByAllowed(HONEST, '192.0.2.1');

  it('are a quarter of all for one network, however many documents and targets there are', async () => {
    const at = bounds();
    const occasion = (i: number) => namedByAllowed(documentOf(i % 60), '198.51.100.1');
    expect(await arrived(600, (i) => fetched(at, occasion(i), `203.0.113.${String(i % 60)}`))).toBe(150);
    await expect(fetched(at, honest, '192.0.2.80')).resolves.toBe('fetched');
  });

  it('take nothing from the document, nor from all, where the network has had its share', async () => {
    const at = bounds();
    const occasion = (i: number) => namedByAllowed(documentOf(i), '198.51.100.1');
    expect(await arrived(150, (i) => fetched(at, occasion(i), `203.0.113.${String(i)}`))).toBe(150);
    const named = namedByAllowed(HONEST, '198.51.100.1');
    expect(await arrived(600, () => fetched(at, named, '192.0.2.80'))).toBe(0);
    await expect(fetched(at, honest, '192.0.2.80')).resolves.toBe('fetched');
  });

  it('take nothing from all where the target may not be reached, from however many networks they come', async () => {
    const at = bounds();
    const occasion = (i: number) => namedByAllowed(documentOf(i % 60), `198.51.100.${String(i % 200)}`);
    expect(await arrived(1000, (i) => fetched(at, occasion(i), '203.0.113.1'))).toBe(120);
    await expect(fetched(at, honest, '192.0.2.80')).resolves.toBe('fetched');
  });

  it('leave look-ups to others, however many names of one network hang', async () => {
    const at = bounds();
    const lookedUp = (occasion: Occasion, work: () => Promise<string>) =>
      at.call(occasion, never(), () => at.lookUp(occasion, never(), work));
    for (let i = 0; i < 60; i++) {
      void lookedUp(namedByAllowed(documentOf(i), '198.51.100.1'), () => new Promise(() => undefined));
    }
    const waiting = new Promise((resolve) => setImmediate(resolve, 'waits'));
    const other = lookedUp(honest, () => Promise.resolve('looked up'));
    await expect(Promise.race([other, waiting])).resolves.toBe('looked up');
  });
});

// a member registers any number of addresses, of anyone's server; a link that names one needs no credential
describe('calls to addresses that applications of an account registered', () => {
  const occasion = (clientId: string, ownerId: string | null = 'a member') =>
    namedByApplication({ clientId, ownerId }, '198.51.100.1');
  const application = (i: number) => `application ${String(i % 100)}`;
  const target = (i: number) => `203.0.113.${String(i % 200)}`;

  it('are bounded for all of its applications together, and those of others go on', async () => {
    const clock = new TestClock();
    clock.hold();
    const at = bounds(clock);
    const begin = (i: number) => fetched(at, occasion(application(i)), target(i));
    expect(await arrived(1000, begin)).toBe(600);
    await expect(fetched(at, occasion('honest', 'another'), target(0))).resolves.toBe('fetched');
    await expect(fetched(at, namedByAccount('a member'), target(0))).resolves.toBe('fetched');
    clock.advance(1);
    expect(await arrived(100, begin)).toBe(10);
  });

  it('are bounded for each application that has no owner', async () => {
    const at = bounds();
    expect(await arrived(1000, (i) => fetched(at, occasion('one', null), target(i)))).toBe(600);
    await expect(fetched(at, occasion('other', null), target(0))).resolves.toBe('fetched');
  });

  it('are bounded where the account itself has an address looked up', async () => {
    const at = bounds();
    expect(await arrived(1000, (i) => fetched(at, namedByAccount('a member'), target(i)))).toBe(600);
    await expect(fetched(at, occasion(application(0)), target(0))).resolves.toBe('fetched');
  });

  it('take nothing from those of this server, which have no bound', async () => {
    const at = bounds();
    expect(await arrived(1000, () => fetched(at, namedBySetting(), '192.0.2.80'))).toBe(1000);
  });
});

// anyone who follows a link with it has it looked at again: what they spend or keep busy must not turn others away
describe('a request object that was read', () => {
  const URI = 'https://app.example/request.jwt';
  const application = { clientId: 'app', ownerId: 'a member', metadata: { request_uris: [URI] } };
  const origin = { address: '198.51.100.1' } as Origin;
  const clock = new TestClock();
  clock.hold();

  /** Each look waits until it is answered here. */
  function published() {
    const looks: { resolve: (text: string) => void; reject: (fault: Error) => void }[] = [];
    const getText = () => new Promise<string>((resolve, reject) => looks.push({ resolve, reject }));
    const requests = new PublishedRequests({ getText } as Partial<GuardedFetcher> as GuardedFetcher, clock);
    const read = () => requests.read(URI, application as Partial<Application> as Application, origin);
    const answered = (asked: Promise<string>, text: string) => {
      looks.at(-1)?.resolve(text);
      return asked;
    };
    const refused = (...asked: Promise<string>[]) => {
      for (const look of looks) look.reject(new TooManyCalls(5, 'no slot became free'));
      return Promise.all(asked);
    };
    return { looks, read, answered, refused };
  }

  it('counts for a minute for all that ask at the same moment, and afterwards, while calls find no room', async () => {
    const { read, answered, refused } = published();
    await answered(read(), 'read');
    clock.advance(10);
    await expect(refused(read(), read())).resolves.toEqual(['read', 'read']);
    await expect(refused(read())).resolves.toEqual(['read']);
    clock.advance(49);
    await expect(refused(read(), read(), read())).resolves.toEqual(['read', 'read', 'read']);
    clock.advance(1);
    await expect(refused(read())).rejects.toThrow(TooManyCalls);
    await expect(answered(read(), 'another')).resolves.toBe('another');
  });

  it('is that of the latest look, whichever ends first', async () => {
    const { looks, read, refused } = published();
    const early = read();
    clock.advance(1);
    const late = read();
    looks[1]?.resolve('late');
    await late;
    looks[0]?.resolve('early');
    await early;
    await expect(refused(read())).resolves.toEqual(['late']);
  });

  it('counts no more once a look found none there, and of looks that find none there are few', async () => {
    const { looks, read, answered, refused } = published();
    await answered(read(), 'read');
    for (let i = 0; i < 20; i++) {
      const asked = read();
      looks.at(-1)?.reject(new FetchFault('answered 404'));
      await expect(asked).rejects.toThrow('answered 404');
    }
    expect(looks.length).toBeLessThanOrEqual(10);
    clock.advance(5);
    await expect(refused(read())).rejects.toThrow(TooManyCalls);
  });
});

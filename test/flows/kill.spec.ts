import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { bearer, call, postJson } from '../support/http.js';
import { LatchkeyProcess } from '../support/process.js';

const EMAIL = 'admin@localhost';
const PASSWORD = 'correct horse battery staple';
/** Both let a lost answer be asked for again until its successor was used. */
const FACES = ['auth', 'v1/auth'] as const;
const CLIENTS_PER_FACE = 8;
const REVOKERS = 4;

interface Tokens {
  access_token: string;
  refresh_token: string;
}

let env: Record<string, string>;
let folder: string;
let server: LatchkeyProcess;

beforeAll(async () => {
  const port = String(await freePort());
  env = { PORT: port, ISSUER: `http://localhost:${port}`, ADMIN_PASSWORD: PASSWORD, LOG_LEVEL: 'warn' };
  server = await LatchkeyProcess.start({ env });
  ({ folder } = server);
});
afterAll(() => server.remove());

async function restart(): Promise<void> {
  server = await LatchkeyProcess.start({ env, folder });
}

/** The answer's tokens; undefined when the server died on the way or refused. */
async function post(path: string, body: object): Promise<{ status: number; tokens: Tokens } | undefined> {
  const answer = await postJson(`${server.baseUrl}/${path}`, body).catch(() => undefined);
  if (answer === undefined) return undefined;
  const json = answer.json as Tokens & { data?: Tokens };
  return { status: answer.status, tokens: json.data ?? json };
}

async function login(face: string): Promise<Tokens | undefined> {
  const name = face === 'auth' ? { username: EMAIL } : { email: EMAIL };
  const answer = await post(`${face}/login`, { ...name, password: PASSWORD });
  return answer?.status === 200 ? answer.tokens : undefined;
}

/** A client that stores the last refresh token it received and continues with it. */
class Client {
  refreshes = 0;

  constructor(
    private readonly face: string,
    private held: string,
  ) {}

  static async at(face: string): Promise<Client> {
    const tokens = await login(face);
    if (tokens === undefined) throw new Error(`the sign-in at ${face} failed`);
    return new Client(face, tokens.refresh_token);
  }

  /** Refreshes with the held token; returns the status, or undefined without an answer. */
  async refresh(): Promise<number | undefined> {
    const answer = await post(`${this.face}/refresh`, { refresh_token: this.held });
    if (answer?.status === 200) {
      this.held = answer.tokens.refresh_token;
      this.refreshes++;
    }
    return answer?.status;
  }

  async refreshUntilTheEnd(isOver = noAnswerCame): Promise<void> {
    for (;;) {
      const status = await this.refresh();
      if (isOver(status)) return;
      expect(status).toBe(200);
    }
  }
}

/** Resolves once every client has refreshed, and sign-ins were revoked if any are to be. */
function areBusy(clients: readonly Client[], revoked?: readonly Tokens[]): Promise<void> {
  return eventually(
    () => Math.min(...clients.map(({ refreshes }) => refreshes), revoked?.length ?? Number.POSITIVE_INFINITY),
    (least) => expect(least).toBeGreaterThan(1),
  );
}

function noAnswerCame(status: number | undefined): boolean {
  return status === undefined;
}

/** No answer came, or the database died a moment before the server. */
function isDead(status: number | undefined): boolean {
  return noAnswerCame(status) || status === 503;
}

/** Signs in and revokes, again and again; every revocation that was acknowledged is written down. */
async function revokeUntilTheEnd(acknowledged: Tokens[]): Promise<void> {
  for (;;) {
    const tokens = await login('auth');
    const revoked = tokens && (await post('auth/revoke', { refresh_token: tokens.refresh_token }));
    if (revoked === undefined || isDead(revoked.status)) return;
    expect(revoked.status).toBe(200);
    acknowledged.push(tokens!);
  }
}

/** The embedded PostgreSQL: a process of its own, that outlives a killed server until the next one takes over. */
function databasePid(): number {
  return Number(readFileSync(`${folder}/data/postgresql/postmaster.pid`, 'utf8').split('\n', 1)[0]);
}

describe.each([
  ['the server', () => undefined],
  ['the server and its database', () => process.kill(databasePid(), 'SIGKILL')],
])('kill -9 of %s, in the middle of refreshes and revocations', (_, killMore) => {
  const clients: Client[] = [];
  const revoked: Tokens[] = [];

  beforeAll(async () => {
    for (const face of FACES) {
      clients.push(...(await Promise.all(Array.from({ length: CLIENTS_PER_FACE }, () => Client.at(face)))));
    }
    const load = [
      ...clients.map((client) => client.refreshUntilTheEnd(isDead)),
      ...Array.from({ length: REVOKERS }, () => revokeUntilTheEnd(revoked)),
    ];
    await areBusy(clients, revoked);
    killMore();
    await server.kill('SIGKILL');
    await Promise.all(load);
    await restart();
  });

  it('happened under load', () => {
    for (const client of clients) expect(client.refreshes).toBeGreaterThan(0);
    expect(revoked.length).toBeGreaterThan(0);
  });

  it('logs no client out: each goes on with the last answer it received', async () => {
    const again = () => Promise.all(clients.map((client) => client.refresh()));
    expect(new Set(await again())).toEqual(new Set([200]));
    expect(new Set(await again())).toEqual(new Set([200]));
  });

  it('undoes no revocation that was acknowledged', async () => {
    for (const { access_token, refresh_token } of revoked) {
      expect((await post('auth/refresh', { refresh_token }))?.status).toBe(401);
      const me = await call(`${server.baseUrl}/api/v1/users/me`, { headers: bearer(access_token) });
      expect(me.status).toBe(401);
    }
  });

  it('undoes no reuse that was noticed', async () => {
    const tokens = await login('auth');
    const next = await post('auth/refresh', { refresh_token: tokens!.refresh_token });
    const last = await post('auth/refresh', { refresh_token: next!.tokens.refresh_token });
    expect((await post('auth/refresh', { refresh_token: tokens!.refresh_token }))?.status).toBe(401);
    killMore();
    await server.kill('SIGKILL');
    await restart();
    expect((await post('auth/refresh', { refresh_token: last!.tokens.refresh_token }))?.status).toBe(401);
  });
});

describe('SIGTERM under load', () => {
  it('answers requests in flight, ends with 0, and logs no client out', async () => {
    const clients = await Promise.all(FACES.flatMap((face) => [Client.at(face), Client.at(face)]));
    const load = Promise.all(clients.map((client) => client.refreshUntilTheEnd()));
    await areBusy(clients);
    // LAST_CALL_MS of graceful-stop.ts ends it in time
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await load;
    await restart();
    for (const client of clients) expect(await client.refresh()).toBe(200);
  });
});

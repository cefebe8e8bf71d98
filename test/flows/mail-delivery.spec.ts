import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MailTransport } from '../../src/outgoing/mail/mail-transport.js';
import { Outbox } from '../../src/outgoing/mail/outbox.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { MailServer } from '../support/mail-server.js';
import { LatchkeyProcess } from '../support/process.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const waiting = (database: TestDatabase) =>
  database.query<{ attempts: number; due: Date; sealed: Buffer }>(
    'SELECT attempts, next_attempt_at AS due, sealed FROM outgoing_mails',
  );

describe('a mail', () => {
  const clock = new TestClock();
  let mail: MailServer | undefined;
  let server: Latchkey;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    server = await startLatchkey({ clock, settings: { SMTP_URL: `smtp://127.0.0.1:${String(port)}` } });
  });
  afterEach(async () => {
    await mail?.stop();
    mail = undefined;
    await server.database.query('DELETE FROM outgoing_mails');
  });
  afterAll(() => server.stop());

  const put = (to: string) => server.app.get(Outbox, { strict: false }).put({ kind: 'test', to });
  const attempted = (times: number) =>
    eventually(
      () => waiting(server.database),
      ([row]) => {
        expect(row?.attempts).toBeGreaterThanOrEqual(times);
        // put off: the attempt has ended
        expect((row?.due.getTime() ?? Infinity) - clock.now().getTime()).toBeLessThan(100_000);
      },
    );

  it('waits for a mail server that is down, with growing pauses, and is delivered once it is there', async () => {
    await put('down@mail.test');
    await attempted(1);
    clock.advance(6);
    await attempted(2);
    mail = await MailServer.start(port);
    clock.advance(100);
    const { messageId, text } = await mail.next('down@mail.test');
    expect(messageId).toMatch(/^<[0-9a-f-]{36}@127\.0\.0\.1>$/);
    expect(text).toContain('This is a test mail');
    await eventually(
      () => waiting(server.database),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    const told = await server.database.query(`SELECT details FROM audit_events WHERE action = 'mail.send'`);
    expect(told).toEqual([{ details: expect.objectContaining({ kind: 'test' }) }]);
  });

  it('says nothing of its recipient while it waits', async () => {
    await put('sealed@mail.test');
    const [row] = await waiting(server.database);
    expect(row?.sealed.toString('latin1')).not.toContain('sealed@mail.test');
  });

  it('is tried again after a 4xx, and given up after a day', async () => {
    mail = await MailServer.start(port);
    mail.refusal = { at: 'recipient', code: 451 };
    await put('busy@mail.test');
    await attempted(1);
    clock.advance(86_401);
    await eventually(
      () => waiting(server.database),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    const told = await server.database.query(`SELECT outcome, reason FROM audit_events WHERE action = 'mail.give-up'`);
    expect(told).toEqual([{ outcome: 'refused', reason: expect.stringContaining('was answered 451') }]);
    expect(JSON.stringify(told)).not.toContain('busy@mail.test');
  });

  it('holds up no other where the mail server is slow to answer, and goes once', async () => {
    mail = await MailServer.start(port);
    const { received } = mail;
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    mail.beforeAnswer = () => (received.at(-1)?.to === 'slow@mail.test' ? slow : Promise.resolve());
    await put('slow@mail.test');
    await eventually(
      () => received.map(({ to }) => to),
      (all) => {
        expect(all).toEqual(['slow@mail.test']);
      },
    );
    await put('other@mail.test');
    await mail.next('other@mail.test');
    await eventually(
      () => waiting(server.database),
      (rows) => {
        expect(rows).toHaveLength(1);
      },
    );
    answer();
    await eventually(
      () => waiting(server.database),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    expect(received.map(({ to }) => to)).toEqual(['slow@mail.test']);
  });

  it('is given up at once where the server will never take it', async () => {
    mail = await MailServer.start(port);
    mail.refusal = { at: 'recipient', code: 550 };
    await put('unknown@mail.test');
    await eventually(
      () => waiting(server.database),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    expect(mail.received).toEqual([]);
  });

  it('is tried again where the server refuses us, not the recipient', async () => {
    mail = await MailServer.start(port);
    mail.refusal = { at: 'recipient', code: 504, text: '5.5.2 <[127.0.0.1]>: Helo command rejected' };
    await put('taken@mail.test');
    await attempted(1);
    mail.refusal = undefined;
    clock.advance(6);
    await mail.next('taken@mail.test');
  });
});

describe('two nodes', () => {
  it('deliver each mail once', async () => {
    const database = await createDatabase();
    const mail = await MailServer.start();
    const nodes = await Promise.all([1, 2].map(() => startLatchkey({ database, settings: { SMTP_URL: mail.url } })));
    const outbox = nodes[0]?.app.get(Outbox, { strict: false });
    for (let i = 0; i < 20; i++) await outbox?.put({ kind: 'test', to: `n${String(i)}@mail.test` });
    await eventually(
      () => waiting(database),
      (rows) => {
        expect(rows).toEqual([]);
      },
    );
    expect(new Set(mail.received.map(({ to }) => to)).size).toBe(20);
    expect(mail.received).toHaveLength(20);
    for (const node of nodes) await node.stop();
    await mail.stop();
    await database.drop();
  });
});

describe('a server that is killed while it delivers', () => {
  it('loses no mail: it goes again, with the same Message-ID', async () => {
    const mail = await MailServer.start();
    const port = String(await freePort());
    const env = { PORT: port, ISSUER: `http://localhost:${port}`, SMTP_URL: mail.url, LOG_LEVEL: 'warn' };
    let server = await LatchkeyProcess.start({ env: { ...env, ADMIN_PASSWORD: 'correct horse battery staple' } });
    const { folder } = server;
    const killed = new Promise<void>((resolve) => {
      mail.beforeAnswer = async () => {
        mail.beforeAnswer = undefined;
        await server.kill('SIGKILL');
        resolve();
      };
    });
    const page = await fetch(`${server.baseUrl}/interaction/forgotten`);
    const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const body = new URLSearchParams({ csrf, ticket: '', username: 'admin@localhost' });
    await fetch(`${server.baseUrl}/interaction/forgotten`, { method: 'POST', body, headers: { cookie } });
    await killed;
    expect(mail.received).toHaveLength(1);
    // the lease of the killed process runs out
    const { Client } = await import('pg');
    server = await LatchkeyProcess.start({ env, folder });
    const password = readFileSync(path.join(folder, 'data/postgresql.password'), 'utf8').trim();
    const databasePort = Number(readFileSync(path.join(folder, 'data/postgresql.port'), 'utf8'));
    const client = new Client({
      host: '127.0.0.1',
      port: databasePort,
      user: 'latchkey',
      password,
      database: 'postgres',
    });
    await client.connect();
    await client.query('UPDATE outgoing_mails SET next_attempt_at = now()');
    await eventually(
      () => mail.received.length,
      (count) => {
        expect(count).toBe(2);
      },
    );
    await client.end();
    expect(new Set(mail.received.map(({ messageId }) => messageId)).size).toBe(1);
    await server.remove();
    await mail.stop();
  });
});

describe('without SMTP_URL', () => {
  it('a mail becomes a file for the server alone, the log says which and not what, and it goes after a day', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-mail-'));
    const lines: string[] = [];
    const log = { write: (line: string) => lines.push(line) };
    const server = await startLatchkey({ log, settings: { DATA_DIR: folder, LOG_LEVEL: 'info' } });
    await server.app
      .get(Outbox, { strict: false })
      .put({ kind: 'reset', login: 'admin@example.com', secret: 'x'.repeat(43) });
    const mails = path.join(folder, 'mail');
    await eventually(
      () => readdirSync(mails).filter((name) => name.endsWith('.txt')),
      (names) => {
        expect(names).toHaveLength(1);
      },
    );
    const file = path.join(mails, readdirSync(mails)[0] ?? '');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(mails).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).toMatch(/^To: admin@example.com\n[^]*token=x{43}/);
    await eventually(
      () => lines.join(''),
      (text) => {
        expect(text).toContain(file);
      },
    );
    expect(lines.join('')).not.toContain('xxxx');
    const past = new Date(Date.now() - 90_000_000);
    utimesSync(file, past, past);
    await server.app.get(MailTransport, { strict: false }).sweep(new Date());
    expect(readdirSync(mails)).toEqual([]);
    await server.stop();
    rmSync(folder, { recursive: true });
  });
});

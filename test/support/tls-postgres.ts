import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GivenSettings } from '../../src/config/settings.js';
import { explainFailure } from '../../src/explain-failure.js';
import { databaseAccount } from '../../src/persistence/embedded/os-account.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js';
import { Connections } from '../../src/persistence/database/connections.js';
import { eventually } from './eventually.js';

/** Who may come in, and how: by a certificate, over TLS only, without it only, not at all, or either way. */
const HBA = `
hostssl   all by_certificate all cert
hostssl   all only_tls       all scram-sha-256
hostnossl all only_tls       all reject
hostnossl all only_plain     all scram-sha-256
hostssl   all only_plain     all reject
hostssl   all with_both      all scram-sha-256 clientcert=verify-full
host      all shut_out         all reject
host      all all            all scram-sha-256
`;
const ROLES = ['by_certificate', 'only_tls', 'only_plain', 'with_both', 'shut_out'];
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** How one comes to the server: to which name, as which user, with which parameters of the URL, or to another server. */
export interface Way {
  host?: string;
  user?: string;
  parameters?: Record<string, string>;
  server?: string;
}

/** A PostgreSQL with TLS, two authorities (`authority`, which it trusts, and `another`), and the certificates of clients. */
export class TlsPostgres {
  private postgres: EmbeddedPostgres | undefined;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'latchkey-tls-'));

  /** A certificate is a file of its name, with its key in `.key`. */
  file(name: string): string {
    return path.join(this.folder, name);
  }

  get url(): string {
    return this.postgres?.url ?? '';
  }

  async start(): Promise<void> {
    chmodSync(this.folder, 0o755);
    this.authority('authority');
    this.authority('another');
    this.certificate('server', 'localhost', 'subjectAltName=DNS:localhost');
    this.certificate('client', 'by_certificate', 'extendedKeyUsage=clientAuth');
    this.certificate('another_user', 'another', 'extendedKeyUsage=clientAuth');
    this.certificate('foreign', 'by_certificate', 'extendedKeyUsage=clientAuth', 'another');
    this.openssl('ec', '-in', 'client.key', '-aes256', '-passout', 'pass:secret', '-out', 'locked.key');
    writeFileSync(this.file('hba'), HBA);
    const account = databaseAccount(this.file('data'));
    // PostgreSQL takes a key that its own user alone may read
    if (account) chownSync(this.file('server.key'), account.uid, account.gid);
    this.postgres = await startEmbeddedPostgres({
      dataDir: this.file('data'),
      parameters: [`hba_file=${this.file('hba')}`],
    });
    for (const role of ROLES) await this.ask({}, `CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
    await this.set('ssl_cert_file', this.file('server'));
    await this.set('ssl_key_file', this.file('server.key'));
    await this.set('ssl_ca_file', this.file('authority'));
    await this.set('ssl', 'on');
  }

  async stop(): Promise<void> {
    await this.postgres?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async set(name: string, value: string): Promise<void> {
    await this.ask({}, `ALTER SYSTEM SET ${name} = '${value}'`);
    await this.ask({}, 'SELECT pg_reload_conf()');
    await eventually(
      () => this.ask({}, `SHOW ${name}`),
      ([row]) => {
        if (Object.values(row as object)[0] !== value) throw new Error(`${name} is not ${value} yet`);
      },
    );
  }

  urlOf({ host, user, parameters = {}, server = this.url }: Way): string {
    const url = new URL(server);
    if (host !== undefined) url.hostname = host;
    if (user !== undefined) Object.assign(url, { username: user, password: 'secret' });
    url.search = new URLSearchParams(parameters).toString();
    return url.href;
  }

  async ask(way: Way, sql: string): Promise<unknown[]> {
    const connections = new Connections(this.urlOf(way), { max: 1 });
    try {
      return (await connections.query(sql)).rows as unknown[];
    } finally {
      await connections.end();
    }
  }

  /** Whether the connection is encrypted, or the line with which a start ends. */
  async outcome(way: Way): Promise<string> {
    try {
      const [row] = await this.ask(way, 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
      return (row as { ssl: boolean }).ssl ? 'encrypted' : 'plain';
    } catch (error) {
      return explainFailure(error, { databaseUrl: this.urlOf(way), dataDir: '' } as GivenSettings);
    }
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }

  private authority(name: string): void {
    const self = ['-x509', '-days', '2', '-subj', `/CN=${name}`];
    this.openssl('req', ...self, ...NEW_KEY, '-keyout', `${name}.key`, '-out', name);
  }

  private certificate(name: string, subject: string, extension: string, issuer = 'authority'): void {
    writeFileSync(this.file(`${name}.ext`), extension);
    this.openssl('req', ...NEW_KEY, '-subj', `/CN=${subject}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const issued = ['-CA', issuer, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '2'];
    this.openssl('x509', '-req', '-in', `${name}.csr`, ...issued, '-extfile', `${name}.ext`, '-out', name);
  }
}

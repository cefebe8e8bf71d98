import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseAccount } from '../../src/persistence/embedded/account.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js';
import { Connections } from '../../src/persistence/database/connections.js';
import { explainOutage } from '../../src/persistence/database/explain-outage.js';
import { requireTools } from '../support/tools.js';

/** Who may come in, and how: by a certificate, over TLS only, or either way. */
const HBA = `
hostssl   all by_certificate all cert
hostssl   all only_tls       all scram-sha-256
hostnossl all only_tls       all reject
host      all all            all scram-sha-256
`;

(requireTools('TLS to PostgreSQL', ['openssl']) ? describe : describe.skip)('TLS to PostgreSQL', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  const file = (name: string) => path.join(folder, name);

  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const authority = (name: string) => {
    openssl('req', '-x509', ...NEW_KEY, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', name);
  };
  const certificate = (name: string, subject: string, extension: string) => {
    writeFileSync(file(`${name}.ext`), extension);
    openssl('req', ...NEW_KEY, '-subj', `/CN=${subject}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const issued = ['-CA', 'authority', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '2'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...issued, '-extfile', `${name}.ext`, '-out', name);
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-tls-'));
    chmodSync(folder, 0o755);
    authority('authority');
    authority('another');
    certificate('server', 'localhost', 'subjectAltName=DNS:localhost');
    certificate('client', 'by_certificate', 'extendedKeyUsage=clientAuth');
    writeFileSync(file('hba'), HBA);
    const account = databaseAccount(file('data'));
    // PostgreSQL takes a key that its own user alone may read
    if (account) chownSync(file('server.key'), account.uid, account.gid);
    const settings = { ssl: 'on', ssl_cert_file: file('server'), ssl_key_file: file('server.key') };
    postgres = await startEmbeddedPostgres({
      dataDir: file('data'),
      parameters: Object.entries({ ...settings, ssl_ca_file: file('authority'), hba_file: file('hba') }).map(
        ([name, value]) => `${name}=${value}`,
      ),
    });
    await asked({}, "CREATE ROLE only_tls LOGIN PASSWORD 'secret'");
    await asked({}, 'CREATE ROLE by_certificate LOGIN');
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Place {
    host?: string;
    user?: string;
    parameters?: Record<string, string>;
    server?: string;
  }
  const urlOf = ({ host, user, parameters = {}, server = postgres.url }: Place) => {
    const url = new URL(server);
    if (host !== undefined) url.hostname = host;
    if (user !== undefined) Object.assign(url, { username: user, password: user === 'only_tls' ? 'secret' : '' });
    url.search = new URLSearchParams(parameters).toString();
    return url.href;
  };
  const asked = async (place: Place, sql: string) => {
    const connections = new Connections(urlOf(place), { max: 1 });
    try {
      return (await connections.query(sql)).rows as unknown[];
    } finally {
      await connections.end();
    }
  };
  /** Whether the connection is encrypted, or why there is none. */
  const outcome = async (place: Place) => {
    try {
      const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
      const [row] = (await asked(place, sql)) as { ssl: boolean }[];
      return row?.ssl === true ? 'encrypted' : 'plain';
    } catch (error) {
      return explainOutage(error, { databaseUrl: urlOf(place), dataDir: '' }) ?? error;
    }
  };
  const trusted = () => file('authority');

  it.each([
    ['disable', 'plain'],
    ['allow', 'plain'],
    ['prefer', 'encrypted'],
    ['require', 'encrypted'],
  ])('sslmode=%s without an authority is %s, at a server that offers it', async (sslmode, expected) => {
    expect(await outcome({ parameters: { sslmode } })).toBe(expected);
  });

  it('is what a server gets that insists on it, unless it is off', async () => {
    expect(await outcome({ user: 'only_tls' })).toBe('encrypted');
    expect(await outcome({ user: 'only_tls', parameters: { sslmode: 'allow' } })).toBe('encrypted');
    expect(await outcome({ user: 'only_tls', parameters: { sslmode: 'disable' } })).toMatch(/cannot be used: /);
  });

  it('is left out with prefer and refused with require, at a server without it', async () => {
    const server = process.env.TEST_POSTGRES_URL;
    expect(await outcome({ server, parameters: { sslmode: 'prefer' } })).toBe('plain');
    expect(await outcome({ server, parameters: { sslmode: 'require' } })).toMatch(
      /it speaks no TLS; set sslmode=prefer/,
    );
  });

  it('with verify-ca trusts the named authority, whichever host its certificate is for', async () => {
    const parameters = { sslmode: 'verify-ca', sslrootcert: trusted() };
    expect(await outcome({ parameters })).toBe('encrypted');
    expect(await outcome({ parameters: { ...parameters, sslrootcert: file('another') } })).toMatch(
      /no authority that is/,
    );
    // as libpq: an authority that is named is asked
    expect(await outcome({ parameters: { sslmode: 'require', sslrootcert: file('another') } })).toMatch(/no authority/);
  });

  it('with verify-full wants the name of the host as well', async () => {
    const parameters = { sslmode: 'verify-full', sslrootcert: trusted() };
    expect(await outcome({ host: 'localhost', parameters })).toBe('encrypted');
    expect(await outcome({ host: '127.0.0.1', parameters })).toMatch(/its certificate is for another host/);
    expect(await outcome({ host: 'localhost', parameters: { sslmode: 'verify-full' } })).toMatch(
      /no authority that is/,
    );
  });

  it('brings the certificate of a client, which alone lets it in', async () => {
    const parameters = { sslmode: 'verify-full', sslrootcert: trusted() };
    const certified = { ...parameters, sslcert: file('client'), sslkey: file('client.key') };
    const place = { host: 'localhost', user: 'by_certificate' };
    expect(await outcome({ ...place, parameters: certified })).toBe('encrypted');
    expect(await asked({ ...place, parameters: certified }, 'SELECT current_user')).toEqual([
      { current_user: 'by_certificate' },
    ]);
    expect(await outcome({ ...place, parameters })).toMatch(/cannot be used: /);
  });
});

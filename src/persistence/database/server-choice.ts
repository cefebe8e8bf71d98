import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import type { SslMode } from '../../config/database-tls.js';
import type { DatabaseAddress } from '../../config/database-url.js';
import { DatabaseFault } from './database-fault.js';

/** A server that takes no writes, where one is wanted that does. */
export class ReadOnlyServer extends Error {
  /** read_only_sql_transaction */
  readonly code = '25006';
}

/** Errors of a host, after which another may do: not of the user, the password or the database. */
const OF_THE_HOST = /^(E[A-Z]+|57P0\d|53300|08\d{3}|25006)$/;

/**
 * How poolers refuse the settings of a session: PgBouncer by the names of startup parameters (08P01), RDS Proxy because it
 * takes no command-line options (0A000).
 */
const REFUSES_SETTINGS = /startup parameter|\boptions?\b/i;

/** Which of the hosts is connected to and how, as far as the attempts until now have shown. */
export class ServerChoice {
  private host = 0;
  private encrypted: boolean;
  /** Whether a pooler takes the connections, which knows no settings of a session. */
  isPooled = false;

  constructor(readonly address: DatabaseAddress) {
    this.encrypted = address.sslMode !== 'disable' && address.sslMode !== 'allow';
  }

  /** What a client connects with now. `settings` are those of the session, for a server that is no pooler. */
  config(settings: string): ClientConfig {
    const { hosts, user, password, database, options, schema } = this.address;
    const { host = '', port } = hosts[this.host] ?? {};
    const all = [settings, options, schema === undefined ? undefined : searchPathOf(schema)];
    return {
      host,
      port,
      user,
      password,
      database,
      ssl: this.encrypted && !host.startsWith('/') ? this.tls(host) : false,
      options: this.isPooled ? options : all.filter((text) => text !== undefined).join(' '),
    };
  }

  /** Names the state in which an attempt begins. */
  get state(): string {
    return [this.host, this.encrypted, this.isPooled].join(' ');
  }

  /**
   * Learns from a failed attempt that began in `state`; whether another one may succeed.
   * @param earlier why the attempt before this one failed
   */
  mends(error: Error, state: string, earlier?: Error): boolean {
    if (state !== this.state) return true; // another attempt has learned already
    const { hosts } = this.address;
    if (this.mayBeEither && isOfEncryption(error)) {
      this.encrypted = !this.encrypted;
      return earlier === undefined || !isOfEncryption(earlier);
    }
    if (!this.isPooled && isOfTheSettings(error)) this.isPooled = true;
    else if (hosts.length > 1 && isOfTheHost(error)) this.host = (this.host + 1) % hosts.length;
    else return false;
    return true;
  }

  /** What to tell of two attempts that failed: the refusal of the encrypted one says more. */
  told(error: Error, earlier: Error | undefined): Error {
    if (earlier === undefined || !isOfEncryption(error) || !isOfEncryption(earlier)) return error;
    const isPlainOne = this.address.sslMode === 'prefer';
    return isWithoutTls(error) || (isPlainOne && !isWithoutTls(earlier)) ? earlier : error;
  }

  /** Whether a server that refuses one way is asked the other way. */
  private get mayBeEither(): boolean {
    return this.address.sslMode === 'allow' || this.address.sslMode === 'prefer';
  }

  private tls(host: string): TlsOptions {
    const { sslRootCert, sslCert, sslKey, sslPassword, sslMode } = this.address;
    return {
      host,
      ...(sslRootCert === undefined ? {} : { ca: pemOf(sslRootCert, 'sslrootcert', 'CERTIFICATE') }),
      ...(sslCert === undefined ? {} : { cert: pemOf(sslCert, 'sslcert', 'CERTIFICATE') }),
      ...(sslKey === undefined ? {} : { key: pemOf(sslKey, 'sslkey', 'PRIVATE KEY'), passphrase: sslPassword }),
      ...TRUST[sslMode],
    };
  }
}

function searchPathOf(schema: string): string {
  const name = `"${schema.replaceAll('"', '""')}"`.replace(/[\s\\]/g, '\\$&');
  return `-c search_path=${name}`;
}

const TRUST: Readonly<Record<SslMode, TlsOptions>> = {
  disable: {},
  allow: { rejectUnauthorized: false },
  prefer: { rejectUnauthorized: false },
  require: { rejectUnauthorized: false },
  'verify-ca': { checkServerIdentity: () => undefined },
  'verify-full': {},
};

/** TLS passes over in silence what is no PEM. */
function pemOf(file: string, parameter: string, kind: string): string {
  const text = readFileSync(file, 'utf8');
  if (text.includes('-----BEGIN ') && text.includes(`${kind}-----`)) return text;
  throw new DatabaseFault(
    `DATABASE_URL names the file ${file} as ${parameter}, which holds no ${kind.toLowerCase()} in PEM; name one that does`,
  );
}

function isWithoutTls(error: Error): boolean {
  return error.message === 'The server does not support SSL connections';
}

/**
 * The connection may be taken the other way: PostgreSQL refuses the user of such a connection, PgBouncer the connection,
 * and TLS one that it cannot agree upon.
 */
function isOfEncryption(error: Error): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return isWithoutTls(error) || error.message === 'SSL required' || /^(28000|EPROTO|ERR_SSL_\w+)$/.test(code);
}

function isOfTheSettings(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (code === '08P01' || code === '0A000') && REFUSES_SETTINGS.test(error.message);
}

function isOfTheHost(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof AggregateError) return true; // every address of the host was tried
  return code === undefined ? /terminated|timeout/i.test(error.message) : OF_THE_HOST.test(code);
}

import { userInfo } from 'node:os';
import { type SslMode, sslModeOf } from './database-tls.js';
import { DatabaseUrlFault, oneOf, refuse } from './database-url-fault.js';
import { credentialsFault, PERCENT_RULE } from './url-credentials.js';

const SESSION_ATTRIBUTES = ['any', 'read-write', 'primary'] as const;

/** A host name, an address or, with a slash in front, the folder of a socket. */
export interface DatabaseHost {
  host: string;
  port: number;
}

/** What `DATABASE_URL` says. */
export interface DatabaseAddress {
  hosts: readonly DatabaseHost[];
  user: string;
  password: string | undefined;
  database: string;
  sslMode: SslMode;
  /** Files. */
  sslRootCert: string | undefined;
  sslCert: string | undefined;
  sslKey: string | undefined;
  sslPassword: string | undefined;
  /** Whether only a server that takes writes will do. */
  readWrite: boolean;
  /** Settings of the session, as the command line of PostgreSQL spells them. */
  options: string | undefined;
  /** Where the tables are. No parameter of libpq: URLs that are written for Prisma have it. */
  schema: string | undefined;
}

/** Where the socket lies that clients of PostgreSQL look for when no host is named. */
const SOCKET_FOLDER = '/var/run/postgresql';
const FORM = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const HOST = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/;

/**
 * Reads a connection URI: several hosts, the socket form, TLS and the wanted kind of server included.
 * @throws DatabaseUrlFault
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  try {
    return read(url);
  } catch (fault) {
    const hidden = credentialsFault(url);
    if (hidden !== undefined && fault instanceof DatabaseUrlFault) refuse(hidden);
    throw fault;
  }
}

function read(url: string): DatabaseAddress {
  const [, login = '', places = '', path = '', query = ''] =
    FORM.exec(url) ?? refuse('must be a URL that begins with postgresql:// or postgres://');
  const parameters = parametersOf(query);
  const [user, password] = login.split(/:(.*)/s).map(decoded);
  const owner = parameters.user ?? (user === undefined || user === '' ? nameOfUser() : user);
  if ((parameters.sslcert === undefined) !== (parameters.sslkey === undefined))
    refuse('has one of sslcert and sslkey, which go together; name the certificate and its key');
  const hosts = hostsOf(parameters.host ?? decoded(places), parameters.port, places);
  return {
    hosts,
    user: owner,
    password: parameters.password ?? password,
    database: parameters.dbname ?? (path === '' ? owner : decoded(path)),
    sslMode: sslModeOf(parameters),
    sslRootCert: parameters.sslrootcert === 'system' ? undefined : parameters.sslrootcert,
    sslCert: parameters.sslcert,
    sslKey: parameters.sslkey,
    sslPassword: parameters.sslpassword,
    readWrite: oneOf(SESSION_ATTRIBUTES, 'target_session_attrs', parameters.target_session_attrs ?? 'any') !== 'any',
    options: parameters.options,
    schema: parameters.schema,
  };
}

/** Where the database is, without how to get in. */
export function describeDatabase({ hosts, database }: DatabaseAddress): string {
  return `${hosts.map(({ host, port }) => (host.startsWith('/') ? host : `${host}:${String(port)}`)).join(',')}/${database}`;
}

function parametersOf(query: string): Partial<Record<string, string>> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s);
      if (value === undefined) refuse(`has a parameter "${name}" without a value`);
      return [decoded(name), decoded(value)] as const;
    }),
  );
}

function hostsOf(hosts: string, ports: string | undefined, places: string): DatabaseHost[] {
  const isListed = hosts === decoded(places);
  const listed = ports?.split(',') ?? [];
  const found = hosts.split(',').map((text, i): DatabaseHost => {
    const [, host = '', own = ''] =
      isListed && !text.startsWith('/')
        ? (HOST.exec(text) ?? refuse(`names a host "${text}", which is none`))
        : ['', text];
    const port = listed[listed.length === 1 ? 0 : i] ?? own;
    return { host: host.replace(/^\[(.*)\]$/, '$1') || SOCKET_FOLDER, port: portOf(port === '' ? '5432' : port) };
  });
  if (listed.length > 1 && listed.length !== found.length) refuse('has another number of ports than of hosts');
  return found;
}

function portOf(text: string): number {
  const port = Number(text);
  return /^\d+$/.test(text) && port > 0 && port < 65_536 ? port : refuse(`names a port "${text}", which is none`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse(PERCENT_RULE);
  }
}

function nameOfUser(): string {
  try {
    return process.env.PGUSER ?? userInfo().username;
  } catch {
    return refuse('names no user, and the user of this process has no name');
  }
}

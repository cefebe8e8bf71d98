import pg from 'pg';
import { parseDatabaseUrl } from '../../config/database-url.js';
import { DatabaseFault } from './database-fault.js';
import { ReadOnlyServer, ServerChoice } from './server-choice.js';

export type PreparedStatements = 'auto' | 'on' | 'off';

export interface ConnectionsOptions extends Pick<
  pg.PoolConfig,
  'max' | 'connectionTimeoutMillis' | 'query_timeout' | 'idleTimeoutMillis' | 'application_name'
> {
  /** Settings of each session, as the command line of PostgreSQL spells them. */
  session?: string;
  preparedStatements?: PreparedStatements;
}

/** Stands in every session whose settings arrived: a pooler drops them, or refuses them. */
const MARK = 'latchkey.session';
/** A statement of that name is on another connection, or on this one already: a pooler is in between. */
const NOT_OURS = new Set(['26000', '42P05']);

const LOOK = `SELECT current_setting('${MARK}', true) AS mark, current_setting('transaction_read_only') AS read_only,
                     current_schema() AS schema`;

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/**
 * A pool of connections to the database of `DATABASE_URL`, through a pooler or not. A new connection goes to the host
 * that worked last, and to the others when it does not work any more.
 */
export class Connections extends pg.Pool {
  private readonly choice: ServerChoice;
  private readonly preparedStatements: PreparedStatements;
  private mixedUp = false;
  private hasLooked = false;
  private schema: string | undefined;

  constructor(url: string, { session = '', preparedStatements = 'auto', ...options }: ConnectionsOptions) {
    const choice = new ServerChoice(parseDatabaseUrl(url));
    class ChosenClient extends pg.Client {
      constructor(given: pg.ClientConfig) {
        super({ ...given, ...choice.config(`-c ${MARK}=on ${session}`.trim()) });
      }

      /**
       * A pooler restores these settings, which it compares with what PostgreSQL reports to the letter. adapter-pg drops
       * offsets, so all speak UTC, and reads dates of no other style.
       */
      getStartupConf(): object {
        const client = pg.Client.prototype as unknown as { getStartupConf: () => object };
        return { ...client.getStartupConf.call(this), TimeZone: 'UTC', DateStyle: 'ISO, MDY' };
      }
    }
    super({
      keepAlive: true,
      // the system waits for two hours before it asks: firewalls and balancers forget a connection long before, and the
      // answer to a statement that took so long would never arrive
      keepAliveInitialDelayMillis: 30_000,
      ...options,
      Client: ChosenClient as unknown as new () => pg.ClientBase,
      // pg-pool waits for the promise, which its types do not say
      onConnect: (client): unknown => this.look(client),
    });
    this.choice = choice;
    this.preparedStatements = preparedStatements;
    this.on('error', () => undefined); // an idle connection died: the pool opens another
    // one in use died: its statement fails, and pg also emits the error, which would end the process
    this.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Whether a pooler gives each transaction another connection, so that a session keeps nothing. */
  get isPooled(): boolean {
    return this.choice.isPooled;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    if (callback) {
      this.attempt(1, callback);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.attempt(1, (error, client) => {
        if (client) resolve(client);
        else reject(error ?? new Error('no connection'));
      });
    });
  }

  /** Runs one statement that is prepared where a session keeps it. */
  async prepared<Row extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    // whether a session keeps it shows with the first connection
    if (!this.hasLooked) (await this.connect()).release();
    if (!this.keepsStatements()) return this.query<Row>({ ...statement, name: undefined });
    try {
      return await this.query<Row>(statement);
    } catch (error) {
      // it was refused before it began
      if (this.preparedStatements !== 'auto' || !NOT_OURS.has((error as { code?: string }).code ?? '')) throw error;
      this.mixedUp = true;
      return this.query<Row>({ ...statement, name: undefined });
    }
  }

  /** Where the tables are: the first schema of the search path that is there. */
  async ownSchema(): Promise<string | undefined> {
    if (!this.hasLooked) (await this.connect()).release();
    return this.schema;
  }

  private keepsStatements(): boolean {
    if (this.preparedStatements !== 'auto') return this.preparedStatements === 'on';
    return !this.choice.isPooled && !this.mixedUp;
  }

  /** @param earlier why the try before this one failed */
  private attempt(round: number, callback: Connected, earlier?: Error): void {
    const { state } = this.choice;
    super.connect((error, client, done) => {
      const mayGoOn = error !== undefined && round <= this.choice.address.hosts.length + 2;
      if (mayGoOn && this.choice.mends(error, state, earlier)) this.attempt(round + 1, callback, error);
      else if (client === undefined) callback(error && this.choice.told(error, earlier), client, done);
      else callback(undefined, client, (client.release = releaseOf(client)));
    });
  }

  private async look(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ mark: string | null; read_only: string; schema: string | null }>(LOOK);
    if (rows[0]?.mark !== 'on') this.choice.isPooled = true;
    this.lookAtSchema(rows[0]?.schema ?? undefined);
    const { readWrite } = this.choice.address;
    if (readWrite && rows[0]?.read_only === 'on')
      throw new ReadOnlyServer('the server is read-only, and target_session_attrs wants one that takes writes');
  }

  /** Statements name tables without their schema: another search path leads to none, or to those of another server. */
  private lookAtSchema(found: string | undefined): void {
    const wanted = this.schema ?? (this.isPooled ? this.choice.address.schema : undefined);
    if (wanted !== undefined && wanted !== found) {
      const subject = this.schema === undefined ? 'DATABASE_URL names' : 'the tables are in';
      const [place, last] = this.isPooled ? [' behind the pooler', ', and let the pooler open new connections'] : [];
      throw new DatabaseFault(
        `${subject} the schema ${wanted}, and the search path${place ?? ''} leads to ${found ?? 'none'}; ALTER ROLE … SET search_path or ALTER DATABASE … SET search_path${last ?? ''}`,
      );
    }
    this.schema = found;
    this.hasLooked = true;
  }
}

/**
 * Gives a connection back, and closes one that is still at work or in a transaction: a statement that the client gave up
 * goes on in the database, and a ROLLBACK that waited behind it was never sent. The next caller's writes would be part of
 * that transaction.
 */
function releaseOf(client: pg.PoolClient): (fault?: unknown) => void {
  const release = client.release.bind(client);
  return (fault) => {
    release(Boolean(fault) || !isIdle(client));
  };
}

function isIdle(client: pg.PoolClient): boolean {
  const { readyForQuery } = client as unknown as { readyForQuery: boolean };
  return readyForQuery && client.getTransactionStatus() === 'I';
}

/** The one connection for what is looked at before the server starts. */
export function startConnections(databaseUrl: string): Connections {
  return new Connections(databaseUrl, { max: 1, application_name: 'latchkey start' });
}

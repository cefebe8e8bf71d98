import type { ClientBase } from 'pg';
import { DatabaseFault } from './database-fault.js';

/** The oldest release that has all we use. */
const OLDEST = 14;
/** No clock that was set shows an earlier time. */
const THIS_RELEASE = new Date('2026-01-01');
const FAR_AHEAD = new Date('2100-01-01');

interface Server {
  version: number;
  named: string;
  encoding: string;
  standby: boolean;
  read_only: string;
  now: Date;
}

/**
 * Looks whether the server is one that this program can work with.
 * @param subject the database and its verb, as the fault's sentence begins
 * @throws DatabaseFault
 */
export async function checkServer(client: Pick<ClientBase, 'query'>, subject: string): Promise<void> {
  const { rows } = await client.query<Server>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS named,
            current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby,
            current_setting('transaction_read_only') AS read_only, clock_timestamp() AS now`,
  );
  const fault = rows[0] && faultOf(rows[0]);
  if (fault !== undefined) throw new DatabaseFault(`${subject} ${fault}`);
}

function faultOf({ version, named, encoding, standby, read_only, now }: Server): string | undefined {
  if (version < OLDEST) return `PostgreSQL ${named}, which is too old; upgrade it to ${String(OLDEST)} or later`;
  if (encoding !== 'UTF8')
    return `a database with the encoding ${encoding}; create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`;
  if (standby)
    return 'a standby, which takes no writes; name the primary, or all hosts with target_session_attrs=read-write';
  if (read_only === 'on')
    return 'a database that is read-only; set default_transaction_read_only = off, and look whether its disk is full';
  if (now < THIS_RELEASE || now > FAR_AHEAD) return `a server whose clock says ${now.toISOString()}; set its clock`;
  return undefined;
}

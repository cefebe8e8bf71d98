import { PROCESS_CONNECTIONS } from '../../config/process-connections.js';
import { startConnections } from './connections.js';

/** Numbers as text; null: a server like PostgreSQL that has no such setting. */
interface Room {
  most: string | null;
  reserved: string | null;
  also_reserved: string | null;
  of_role: number;
  of_database: number;
}

const ROOM = `SELECT current_setting('max_connections', true) AS most,
         current_setting('superuser_reserved_connections', true) AS reserved,
         current_setting('reserved_connections', true) AS also_reserved,
         rolconnlimit AS of_role, datconnlimit AS of_database
    FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`;

/** A sentence where the processes of this node may open more connections than the database allows; else undefined. */
export async function tooFewConnections(databaseUrl: string, workers: number): Promise<string | undefined> {
  const connections = startConnections(databaseUrl);
  try {
    const { rows } = await connections.query<Room>(ROOM);
    const [room] = rows;
    // the limits behind a pooler are the pooler's affair
    if (room === undefined || connections.isPooled) return undefined;
    const most = Number(room.most) - Number(room.reserved) - Number(room.also_reserved);
    const allowed = Math.min(...[most, room.of_role, room.of_database].filter((limit) => limit > 0));
    const needed = workers * PROCESS_CONNECTIONS;
    if (needed <= allowed) return undefined;
    return `WORKERS=${String(workers)} may open ${String(needed)} connections, and the database allows ${String(allowed)} in all; raise max_connections, or the limit of the role or the database, or lower WORKERS`;
  } finally {
    await connections.end();
  }
}

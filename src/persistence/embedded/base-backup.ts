import pg from 'pg';

/** Takes the archive piece by piece; a piece is valid only during the call. */
export type ArchiveSink = (piece: Buffer) => void;

/** Holds the write-ahead log that is written meanwhile; it ends with the connection. */
const HOLD_LOG = 'CREATE_REPLICATION_SLOT latchkey_backup_PID TEMPORARY PHYSICAL RESERVE_WAL';
const COMMAND = "BASE_BACKUP (LABEL 'latchkey', CHECKPOINT 'fast', WAL true, MANIFEST 'no')";
/** The first byte of a message of the archive: of what kind it is. */
const DATA = 'd'.charCodeAt(0);

/**
 * Streams the running database as one tar archive, with the write-ahead log that makes it consistent. Writers go on.
 * @see https://www.postgresql.org/docs/18/protocol-replication.html#PROTOCOL-REPLICATION-BASE-BACKUP
 */
export async function streamBaseBackup(client: pg.Client, sink: ArchiveSink): Promise<void> {
  await client.query(HOLD_LOG.replace('PID', String(process.pid)));
  await new Promise<void>((resolve, reject) => {
    const query = new ArchiveQuery(COMMAND, (error) => {
      const fault = query.fault ?? error;
      if (fault) reject(fault);
      else resolve();
    });
    query.sink = sink;
    client.query(query);
  });
}

/** A connection that takes SQL and replication commands. */
export function replicationClient(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    replication: 'database',
    application_name: 'latchkey backup',
  } as pg.ClientConfig);
}

class ArchiveQuery extends pg.Query {
  sink: ArchiveSink = () => undefined;
  /** Why the archive could not be written; then the connection is cut. */
  fault: Error | undefined;

  handleCopyData({ chunk }: { chunk: Buffer }, connection: pg.Connection): void {
    if (this.fault !== undefined || chunk[0] !== DATA) return;
    try {
      this.sink(chunk.subarray(1));
    } catch (error) {
      this.fault = error as Error;
      connection.stream.destroy();
    }
  }
}

import type { Settings } from '../../config/settings.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { Connections } from '../database/connections.js';
import { DatabaseFault } from '../database/database-fault.js';
import { type Changed, changeSecretKey } from './change-secret-key.js';
import { layNextKey, takeNextKey } from './key-file.js';
import { nodesAtWork } from './nodes-at-work.js';

/** The fingerprints of both keys, and what was changed. */
export interface ReplacedKey extends Changed {
  former: string;
  fingerprint: string;
}

/**
 * Changes the database to the next key. Where the key lies in a data folder, the next one lies beside it before the
 * database is changed, and takes its place afterwards: a start between the two finds both.
 * @throws DatabaseFault
 */
export async function replaceSecretKey(
  { databaseUrl, secretKey }: Settings,
  nextText: string,
  dataDir: string | undefined,
): Promise<ReplacedKey> {
  const [former, next] = [new SecretKey(secretKey), new SecretKey(nextText)];
  const connections = new Connections(databaseUrl, { max: 1, application_name: 'latchkey change-secret-key' });
  try {
    const client = await connections.connect();
    try {
      const nodes = await nodesAtWork(client);
      if (nodes > 0)
        throw new DatabaseFault(
          `a server is at work on this database (${String(nodes)} connections in the last seconds); stop every node, then run the command again`,
        );
      if (dataDir !== undefined) layNextKey(dataDir, nextText);
      const changed = await changeSecretKey(client, { former, next }, new Date());
      if (dataDir !== undefined) takeNextKey(dataDir);
      return { former: former.fingerprint, fingerprint: next.fingerprint, ...changed };
    } finally {
      client.release();
    }
  } finally {
    await connections.end();
  }
}

import { newSecretKeyIn } from './config/new-secret-key.js';
import type { Environment, GivenSettings } from './config/settings.js';
import { createLogger } from './operations/logging/logger.js';
import { newSecretKey, openDatabase } from './persistence/database/database-at-start.js';
import { keyFileIn } from './persistence/secret-key/key-file.js';
import { type ReplacedKey, replaceSecretKey } from './persistence/secret-key/replace-secret-key.js';

/** Puts another key in the place of `SECRET_KEY`, or of the one in `DATA_DIR`, while no server runs. */
export async function changeSecretKeyCommand(given: GivenSettings, env: Environment): Promise<number> {
  const isKeptHere = given.databaseUrl === undefined && given.secretKey === undefined;
  const next = newSecretKeyIn(env, isKeptHere) ?? newSecretKey();
  const database = await openDatabase(given, createLogger('warn'));
  try {
    const { settings } = database;
    const change = await replaceSecretKey(settings, next, isKeptHere ? settings.dataDir : undefined);
    console.log(reportOf({ ...change, keyFile: isKeptHere ? keyFileIn(settings.dataDir) : undefined }));
    return 0;
  } finally {
    await database.stop();
  }
}

interface Report extends ReplacedKey {
  /** Where the server keeps the key. */
  keyFile: string | undefined;
}

function reportOf({ former, fingerprint, resealed, unsigned, keyFile }: Report): string {
  const counts = resealed.map(({ noun, count }) => `${String(count)} ${noun}`).join(', ');
  const where =
    keyFile === undefined
      ? 'Set SECRET_KEY to the new key on every node, then start them. Keep the new key: nothing else opens this database.'
      : `The new key is in ${keyFile}. Start the server.`;
  return `The secret key was changed from the one with the fingerprint ${former} to ${fingerprint}.
Sealed again: ${counts}.
Removed: ${String(unsigned)} signing keys that had not signed yet; the server publishes others.
${where}

Ended: refresh tokens, authorization codes, device codes, and what was begun in a browser and not finished. Applications
sign people in again. Sessions of browsers, trusted browsers, API keys, client secrets and access tokens go on, and no
subject identifier has changed.

If the former key has leaked, its finder reads every copy of the database from before. Then, once the server runs:
  1. Signing keys: POST /api/v1/signing-keys/rotate, then DELETE /api/v1/signing-keys/{kid}?force=true
     for each from before this change, the one that signs included.
  2. Applications with client_secret_jwt: add a secret to each, set it there, delete the former one.
  3. People with an authenticator app: have them set it up again, administrators first.
  4. Make a backup, and destroy those from before: the former key opens them.
docs/guides/rotate-keys-and-secrets.md tells the commands.`;
}

import { randomBase62 } from '../secrets/base62.js';
import { sha256 } from '../secrets/secrets.js';
import type { NewSecret } from './application-store.js';

/** So that a secret that leaked into code or a log is known for what it is. */
const PREFIX = 'lks_';

/** A new client secret: what is shown once, and what is kept. */
export function newClientSecret(expiresAt: Date | null): { shown: string; kept: NewSecret } {
  const shown = `${PREFIX}${randomBase62()}`;
  return { shown, kept: { hash: sha256(shown), hint: shown.slice(-4), expiresAt } };
}

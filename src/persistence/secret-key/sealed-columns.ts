import { sealingContext } from '../../oauth/client-auth/client-secret-jwt.js';
import { contextOfKey } from '../../oauth/tokens/key-ring.js';
import { contextOfAuthenticator } from '../accounts/postgres-second-factors.js';
import { contextOfMail } from '../mail/mails-to-send.js';

/** A column of values that are sealed under the secret key, and kept. */
export interface SealedColumn {
  /** What the values are, in words. */
  noun: string;
  table: string;
  column: string;
  key: string;
  keyType: 'uuid' | 'text';
  /** What a value is bound to, as SQL over the row `t`; the key, if absent. */
  boundTo?: string;
  contextOf: (boundTo: string) => string;
}

/** What a lasting key is bound to where it lies sealed. */
export function contextOfKeptKey(purpose: string): string {
  return `kept key ${purpose}`;
}

/** All of them. `kept_requests` is not among them: a row is reached by a ticket under the same key only. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    ...{ noun: 'private signing keys', table: 'signing_keys', column: 'sealed_key', key: 'kid', keyType: 'text' },
    contextOf: contextOfKey,
  },
  {
    ...{ noun: 'authenticator apps', table: 'authenticators', column: 'sealed_secret' },
    ...{ key: 'user_id', keyType: 'uuid' },
    contextOf: contextOfAuthenticator,
  },
  {
    ...{ noun: 'client secrets', table: 'application_secrets', column: 'sealed_secret', key: 'id', keyType: 'uuid' },
    boundTo: '(SELECT a.client_id FROM applications a WHERE a.id = t.application_id)',
    contextOf: sealingContext,
  },
  {
    ...{ noun: 'mails that wait', table: 'outgoing_mails', column: 'sealed', key: 'id', keyType: 'uuid' },
    contextOf: contextOfMail,
  },
  {
    ...{ noun: 'lasting keys', table: 'kept_keys', column: 'sealed', key: 'purpose', keyType: 'text' },
    contextOf: contextOfKeptKey,
  },
];

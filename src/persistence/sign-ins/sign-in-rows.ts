import { Whitelist } from '../../network/whitelist.js';
import type { AuthorizationDetails, SignIn } from '../../oauth/stores/sign-ins.js';
import { accountOf, type AccountRow } from '../accounts/account-rows.js';

/** A sign-in with its account, as the hot statements return it. */
export interface SignInRow extends AccountRow {
  id: string;
  scope: string;
  audience: string[];
  user_epoch: number;
  application_epoch: number;
  authenticated_at: Date;
  amr: string[];
  session_id: string | null;
  expires_at: Date;
  request: AuthorizationDetails | null;
}

/** A sign-in with everything that decides about a refresh token or code that did not work. */
export interface ExaminedRow extends SignInRow {
  application_id: string;
  client_id: string;
  generation: number;
  secret_hash: Uint8Array | null;
  previous_hash: Uint8Array | null;
  sealed_successor: Uint8Array | null;
  rotated_at: Date | null;
  dpop_jkt: string | null;
  certificate_thumbprint: string | null;
  left_out: string | null;
  last_ip: string | null;
  alive: boolean;
  /** Whether the session and the consent that its code was issued on are there. */
  stands: boolean;
  allowed: boolean;
}

export function signInOf(row: SignInRow): SignIn {
  return {
    id: row.id,
    // the statement that read the row has held the address against the lists already
    user: accountOf(row, Whitelist.everywhere),
    scope: row.scope,
    audience: row.audience,
    authenticatedAt: row.authenticated_at,
    amr: row.amr,
    sessionId: row.session_id,
    userEpoch: row.user_epoch,
    applicationEpoch: row.application_epoch,
    expiresAt: row.expires_at,
    request: row.request,
  };
}

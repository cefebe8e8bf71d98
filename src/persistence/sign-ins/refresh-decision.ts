import type { Rotation, RotationOutcome } from '../../oauth/stores/sign-ins.js';
import type { Confirmation } from '../../oauth/tokens/access-token.js';
import { coversResources, grantedResources } from '../../protocol/granted-resources.js';
import { sameHash } from '../../secrets/secrets.js';
import { type ExaminedRow, signInOf } from './sign-in-rows.js';

/** Pure: what the row says of the presented token. */
export function decide(
  row: ExaminedRow | undefined,
  rotation: Rotation,
  issuer: string,
): RotationOutcome | { outcome: 'rotatable' } {
  const { presented, application, now, scope, resources, proved } = rotation;
  if (row === undefined) return { outcome: 'dead', check: 'known', detail: 'no such sign-in' };
  const userId = row.user_id;
  if (row.application_id !== application.id) {
    return { outcome: 'dead', check: 'own', detail: `a refresh token of the application ${row.client_id}`, userId };
  }
  if (!row.alive)
    return {
      outcome: 'dead',
      check: 'alive',
      detail: 'the sign-in was ended, or its user or application disabled',
      userId,
    };
  if (row.expires_at <= now)
    return { outcome: 'dead', check: 'unexpired', detail: 'the refresh token has expired', userId };

  // without the key the token proves nothing and revokes nothing
  const unproved = unprovedOf(row, proved);
  if (unproved !== undefined)
    return {
      outcome: 'dead',
      check: 'key',
      detail: `the refresh token is bound to a ${unproved} that was not proved`,
      userId,
    };

  const isLive = presented.generation === row.generation && matches(row.secret_hash, presented.hash);
  const isPrevious = presented.generation === row.generation - 1 && matches(row.previous_hash, presented.hash);
  if (!isLive && !isPrevious) {
    // The MAC holds, so it was ours once: an older generation is a replay, a newer one was never handed out.
    return presented.generation < row.generation
      ? { outcome: 'replayed', userId }
      : { outcome: 'dead', check: 'unused', detail: 'a refresh token that was never handed out', userId };
  }
  if (isPrevious && !mayRetry(row.rotated_at, application.refreshReuse, now)) return { outcome: 'replayed', userId };
  if (!row.allowed) return { outcome: 'address_not_allowed', userId };
  if (scope !== undefined && !covers(row, scope)) return { outcome: 'scope_exceeded', userId, granted: row.scope };
  if (!coversResources(row.audience, resources, issuer)) {
    return { outcome: 'resource_exceeded', userId, granted: grantedResources(row.audience, issuer) };
  }
  if (isLive) return { outcome: 'rotatable' };
  return {
    outcome: 'retried',
    signIn: signInOf(row),
    generation: row.generation,
    sealed: Buffer.from(row.sealed_successor ?? []),
  };
}

/** What the refresh token is bound to and the request did not prove. */
function unprovedOf(row: ExaminedRow, shown: Confirmation | undefined): 'key' | 'certificate' | undefined {
  if (row.dpop_jkt !== null && row.dpop_jkt !== shown?.jkt) return 'key';
  if (row.certificate_thumbprint !== null && row.certificate_thumbprint !== shown?.['x5t#S256']) return 'certificate';
  return undefined;
}

function mayRetry(rotatedAt: Date | null, reuse: number | null, now: Date): boolean {
  if (reuse === null) return true;
  return rotatedAt !== null && now.getTime() < rotatedAt.getTime() + reuse * 1000;
}

function matches(stored: Uint8Array | null, presented: Buffer): boolean {
  return stored !== null && sameHash(stored, presented);
}

/** Scopes that were left out of a grant may be requested again, together with a granted one. */
function covers({ scope, left_out }: ExaminedRow, asked: readonly string[]): boolean {
  const granted = new Set(scope.split(' '));
  const known = new Set([...granted, ...(left_out?.split(' ') ?? [])]);
  return asked.some((name) => granted.has(name)) && asked.every((name) => known.has(name));
}

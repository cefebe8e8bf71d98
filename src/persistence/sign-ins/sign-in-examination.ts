import type { AuditAction } from '../../protocol/audit-actions.js';
import type { Settings } from '../../config/settings.js';
import type { Redemption, RedemptionOutcome, Rotation, RotationOutcome } from '../../oauth/stores/sign-ins.js';
import type { UsageCounts } from '../../oauth/stores/usage-counts.js';
import type { Comparison } from '../../protocol/comparison.js';
import { coversResources, grantedResources } from '../../protocol/granted-resources.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import type { Database, Transaction } from '../database/database.js';
import { endOfSignIn, recordedWrite } from '../database/recorded-write.js';
import type { Change, ChangeFeed } from '../feed/change-feed.js';
import { decide } from './refresh-decision.js';
import { PROLONG } from './refresh-statements.js';
import { replayEvent } from './sign-in-events.js';
import type { ExaminedRow } from './sign-in-rows.js';
import { EXAMINE } from './sign-in-statements.js';

/** The generation of a sign-in whose code is not redeemed yet. */
export const AWAITS_CODE = -1;

/**
 * The second look, under a row lock, at what a statement did not find: says why, and answers a replay. Of one sign-in
 * one look follows the other: they would wait for its row anyway, each on a connection that others need.
 */
export class SignInExamination {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly settings: Settings,
    private readonly usage: UsageCounts,
  ) {}

  /** Says why a code was not redeemed, and revokes what it produced when it was used before. */
  ofCode(redemption: Redemption): Promise<RedemptionOutcome> {
    const { signInId, application, resources, origin, now } = redemption;
    return this.look(signInId, async (tx, changes): Promise<RedemptionOutcome> => {
      const [row] = await tx.$queryRawUnsafe<ExaminedRow[]>(EXAMINE, signInId, origin.address);
      if (row === undefined) return { outcome: 'dead', check: 'known', detail: 'no such authorization code' };
      const userId = row.user_id;
      if (row.application_id !== application.id)
        return { outcome: 'dead', check: 'own', detail: `a code of ${row.client_id}`, userId };
      if (row.generation > AWAITS_CODE) {
        if (row.alive) changes.push(await replayed(tx, row, { origin, now }, 'authorization-code.replay'));
        return { outcome: 'replayed', userId };
      }
      if (!row.alive || !row.stands || row.expires_at <= now)
        return { outcome: 'dead', check: 'unexpired', detail: 'the authorization code has expired', userId };
      if (!row.allowed) return { outcome: 'address_not_allowed', userId };
      if (!coversResources(row.audience, resources, this.settings.issuer))
        return {
          outcome: 'resource_exceeded',
          userId,
          granted: grantedResources(row.audience, this.settings.issuer),
        };
      return { outcome: 'dead', check: 'matching', userId, ...mismatchOf(row, redemption) };
    });
  }

  /** Says why a token did not rotate, and revokes the sign-in when it was replayed. */
  async ofToken(rotation: Rotation): Promise<RotationOutcome | 'rotatable'> {
    const { presented, origin, now, expiresAt } = rotation;
    const decision = await this.look(presented.signInId, async (tx, changes) => {
      const [row] = await tx.$queryRawUnsafe<ExaminedRow[]>(EXAMINE, presented.signInId, origin.address);
      const decision = decide(row, rotation, this.settings.issuer);
      if (decision.outcome === 'replayed' && row !== undefined)
        changes.push(await replayed(tx, row, rotation, 'refresh-token.replay'));
      if (decision.outcome !== 'retried') return decision;
      const [lasting] = await tx.$queryRawUnsafe<{ expires_at: Date }[]>(PROLONG, presented.signInId, expiresAt, now);
      return { ...decision, signIn: { ...decision.signIn, expiresAt: lasting?.expires_at ?? expiresAt } };
    });
    if (decision.outcome === 'retried') this.usage.refreshRetried(rotation.application.clientId);
    return decision.outcome === 'rotatable' ? 'rotatable' : decision;
  }

  private look<T>(signInId: string, work: (tx: Transaction, changes: Change[]) => Promise<T>): Promise<T> {
    const { database, feed } = this;
    return database.turns.take([signInId], () => recordedWrite(database, feed, UNCONDITIONAL, work));
  }
}

/** Which of what the authorization request said the token request does not repeat. */
function mismatchOf(
  { request }: ExaminedRow,
  { codeChallenge, redirectUri }: Redemption,
): { detail: string; compared?: Comparison } {
  if (request?.codeChallenge !== codeChallenge) {
    const [sent, accepted] = [codeChallenge ?? null, request?.codeChallenge];
    const compared = { parameter: 'code_verifier', sent, accepted: accepted === undefined ? [] : [accepted] };
    return { detail: 'code_verifier is not that of the authorization request', compared };
  }
  if (request?.redirectUri !== redirectUri && (redirectUri !== undefined || request?.redirectUriGiven !== false)) {
    const compared = { parameter: 'redirect_uri', sent: redirectUri ?? null, accepted: [request?.redirectUri ?? ''] };
    return { detail: 'redirect_uri is not that of the authorization request', compared };
  }
  return { detail: 'the key is not that of the authorization request' };
}

async function replayed(
  tx: Transaction,
  row: ExaminedRow,
  { origin, now }: Pick<Rotation, 'origin' | 'now'>,
  action: AuditAction,
): Promise<Change> {
  await tx.signIn.update({ where: { id: row.id }, data: { revokedAt: now } });
  await audit(tx, replayEvent(row, origin, action), now);
  return endOfSignIn(row.id, now);
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { networkOf } from '../../network/network.js';
import type { RevokedBy } from '../../oauth/stores/applications.js';
import {
  type LiveRefreshToken,
  type NewSignIn,
  type Redemption,
  type RedemptionOutcome,
  type Rotation,
  type RotationOutcome,
  SignIns,
} from '../../oauth/stores/sign-ins.js';
import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { Tally } from '../../oauth/stores/tally.js';
import type { PresentedRefreshToken } from '../../oauth/tokens/refresh-token.js';
import { InvalidCredentials } from '../../protocol/refusal.js';
import { audit, auditValues, revocationEvent } from '../audit/audit-rows.js';
import { type Change, ChangeFeed } from '../feed/change-feed.js';
import { Database, type Transaction } from '../database/database.js';
import { coversResources, decide } from './refresh-decision.js';
import { replayEvent } from './sign-in-events.js';
import { type ExaminedRow, signInOf, type SignInRow } from './sign-in-rows.js';
import { BEGIN, EXAMINE, EXTEND, FIND_LIVE, REDEEM, REVOKE, ROTATE } from './sign-in-statements.js';

/** The generation of a sign-in whose code is not redeemed yet. */
const AWAITS_CODE = -1;

/** A rotation that lost a race is examined once more; it cannot lose for ever, since every round somebody won. */
const ROUNDS = 3;

@Injectable()
export class PostgresSignIns extends SignIns {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly tally: Tally,
  ) {
    super();
  }

  async begin({ signIn, application, secretHash, awaitsCode, dpopJkt, origin, now }: NewSignIn): Promise<void> {
    const event = {
      action: awaitsCode ? 'authorization.grant' : 'sign-in.begin',
      outcome: 'success' as const,
      actor: { type: 'user' as const, id: signIn.user.id },
      clientId: application.clientId,
      target: { type: 'sign-in', id: signIn.id },
      address: origin.address,
      requestId: origin.requestId,
    };
    try {
      await this.database.run(BEGIN, [
        signIn.id,
        signIn.user.id,
        application.id,
        signIn.sessionId,
        signIn.userEpoch,
        signIn.applicationEpoch,
        signIn.scope,
        signIn.audience,
        secretHash,
        signIn.authenticatedAt,
        signIn.amr,
        origin.address,
        origin.userAgent?.slice(0, 256) ?? null,
        now,
        signIn.expiresAt,
        networkOf(origin.address),
        awaitsCode ? AWAITS_CODE : 0,
        signIn.request,
        dpopJkt,
        ...auditValues(event, now),
      ]);
      if (application.builtIn) this.tally.tokenIssued('first_party_sign_in');
    } catch (error) {
      // the account or application was deleted since it was read
      if ((error as { code?: string }).code === '23503') {
        throw new InvalidCredentials('account or application deleted meanwhile', { userId: signIn.user.id });
      }
      throw error;
    }
  }

  async redeem(redemption: Redemption): Promise<RedemptionOutcome> {
    const { signInId, codeHash, application, refreshHash, redirectUri, codeChallenge } = redemption;
    const { resources, dpopJkt = null, origin, now, expiresAt } = redemption;
    const event = {
      action: 'sign-in.begin',
      outcome: 'success' as const,
      actor: { type: 'application' as const, id: application.clientId },
      clientId: application.clientId,
      target: { type: 'sign-in', id: signInId },
      address: origin.address,
      requestId: origin.requestId,
    };
    const [row] = await this.database.run<SignInRow>(REDEEM, [
      signInId,
      codeHash,
      application.id,
      refreshHash,
      now,
      expiresAt,
      redirectUri ?? null,
      origin.address,
      codeChallenge ?? null,
      dpopJkt,
      application.type === 'public' ? dpopJkt : null,
      resources ?? null,
      this.settings.issuer,
      ...auditValues(event, now),
    ]);
    return row === undefined ? this.examineCode(redemption) : { outcome: 'redeemed', signIn: signInOf(row) };
  }

  async rotate(rotation: Rotation): Promise<RotationOutcome> {
    const { presented, successor, application, scope, resources, dpopJkt, origin, now, expiresAt } = rotation;
    const values = [
      presented.signInId,
      presented.generation,
      presented.hash,
      now,
      expiresAt,
      application.id,
      scope ?? null,
      origin.address,
      dpopJkt ?? null,
      resources ?? null,
      this.settings.issuer,
    ];
    const act = successor === null ? EXTEND : ROTATE;
    if (successor !== null) values.push(successor.hash, successor.sealed);
    for (let round = 0; round < ROUNDS; round++) {
      const [row] = await this.database.run<SignInRow>(act, values);
      if (row === undefined) {
        const outcome = await this.examine(rotation);
        if (outcome !== 'rotatable') return outcome;
      } else {
        if (application.builtIn) this.tally.tokenIssued('first_party_refresh');
        return { outcome: 'rotated', signIn: signInOf(row) };
      }
    }
    return { outcome: 'dead', check: 'unused', detail: 'lost every race for this token' };
  }

  async revoke(signInId: string, applicationId: string | null, by: RevokedBy): Promise<boolean> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
    const event = revocationEvent(by, { type: 'sign-in', id: signInId }, null);
    const rows = await this.database.run(REVOKE, [signInId, now, applicationId, until, ...auditValues(event, now)]);
    if (rows.length === 0) return false;
    this.feed.published([{ kind: 'sign-in', subject: signInId, until }]);
    return true;
  }

  async findOwner(signInId: string): Promise<{ userId: string; clientId: string } | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.signIn.findUnique({
        where: { id: signInId },
        select: { userId: true, application: { select: { clientId: true } } },
      }),
    );
    return row === null ? undefined : { userId: row.userId, clientId: row.application.clientId };
  }

  async findLive(presented: PresentedRefreshToken, now: Date): Promise<LiveRefreshToken | undefined> {
    const { signInId, generation, hash } = presented;
    const [row] = await this.database.run<SignInRow & { application_id: string; issued_at: Date }>(FIND_LIVE, [
      signInId,
      generation,
      hash,
      now,
    ]);
    return row && { signIn: signInOf(row), applicationId: row.application_id, createdAt: row.issued_at };
  }

  /** Says why a code was not redeemed, and revokes what it produced when it was used before. */
  private async examineCode(redemption: Redemption): Promise<RedemptionOutcome> {
    const { signInId, application, resources, origin, now } = redemption;
    const changes: Change[] = [];
    const outcome = await this.database.transaction(async (tx): Promise<RedemptionOutcome> => {
      const [row] = await tx.$queryRawUnsafe<ExaminedRow[]>(EXAMINE, signInId, origin.address);
      if (row === undefined) return { outcome: 'dead', check: 'known', detail: 'no such authorization code' };
      const userId = row.user_id;
      if (row.application_id !== application.id)
        return { outcome: 'dead', check: 'own', detail: `a code of ${row.client_id}`, userId };
      if (row.generation > AWAITS_CODE) {
        if (row.alive) changes.push(await this.replayed(tx, row, { origin, now }, 'authorization-code.replay'));
        return { outcome: 'replayed', userId };
      }
      if (!row.alive || row.expires_at <= now)
        return { outcome: 'dead', check: 'unexpired', detail: 'the authorization code has expired', userId };
      if (!row.allowed) return { outcome: 'address_not_allowed', userId };
      if (!coversResources(row.audience, resources, this.settings.issuer))
        return { outcome: 'resource_exceeded', userId };
      return {
        outcome: 'dead',
        check: 'matching',
        detail: 'redirect_uri, code_verifier or key is not what the request said',
        userId,
      };
    });
    if (changes.length > 0) this.feed.published(changes);
    return outcome;
  }

  /** Says why a token did not rotate, and revokes the sign-in when it was replayed. */
  private async examine(rotation: Rotation): Promise<RotationOutcome | 'rotatable'> {
    const changes: Change[] = [];
    const outcome = await this.database.transaction(async (tx) => {
      const { signInId } = rotation.presented;
      const [row] = await tx.$queryRawUnsafe<ExaminedRow[]>(EXAMINE, signInId, rotation.origin.address);
      const decision = decide(row, rotation, this.settings.issuer);
      if (decision.outcome === 'replayed' && row !== undefined)
        changes.push(await this.replayed(tx, row, rotation, 'refresh-token.replay'));
      if (decision.outcome === 'retried') {
        this.tally.refreshRetried(rotation.application.clientId);
        // a client that never takes its successor up is still a client in use
        await tx.signIn.update({ where: { id: signInId }, data: { expiresAt: rotation.expiresAt } });
      }
      return decision;
    });
    if (changes.length > 0) this.feed.published(changes);
    return outcome.outcome === 'rotatable' ? 'rotatable' : outcome;
  }

  private async replayed(
    tx: Transaction,
    row: ExaminedRow,
    { origin, now }: Pick<Rotation, 'origin' | 'now'>,
    action: string,
  ): Promise<Change> {
    const until = new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
    const change: Change = { kind: 'sign-in', subject: row.id, until };
    await tx.signIn.update({ where: { id: row.id }, data: { revokedAt: now } });
    await this.feed.record(tx, [change]);
    await audit(tx, replayEvent(row, origin, action), now);
    return change;
  }
}

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
  type SignInOwner,
  SignIns,
} from '../../oauth/stores/sign-ins.js';
import { UsageCounts } from '../../oauth/stores/usage-counts.js';
import type { PresentedRefreshToken } from '../../oauth/tokens/refresh-token.js';
import { lastExpiry } from '../../oauth/tokens/lifetimes.js';
import { storedUserAgent } from '../../protocol/origin.js';
import { ownResourcesOf } from '../../protocol/own-resources.js';
import { InvalidCredentials } from '../../protocol/refusal.js';
import { sectorHostOf } from '../../protocol/sector.js';
import { AccountRoom } from '../accounts/account-room.js';
import { auditValues, revocationEvent } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database, isGone } from '../database/database.js';
import { GatheredStatement } from '../database/gathered-statement.js';
import { endOfSignIn } from '../database/recorded-write.js';
import { EXTEND, ROTATE } from './refresh-statements.js';
import { AWAITS_CODE, SignInExamination } from './sign-in-examination.js';
import { signInOf, type SignInRow } from './sign-in-rows.js';
import { BEGIN, FIND_LIVE, REDEEM, REVOKE } from './sign-in-statements.js';
import { REMEMBER_TOLD } from './told-subject.js';

/** A rotation that lost a race is examined again; this ends, because each round has one winner. */
const ROUNDS = 3;

@Injectable()
export class PostgresSignIns extends SignIns {
  private readonly beginning: GatheredStatement<keyof typeof BEGIN.columns>;
  private readonly redeeming: GatheredStatement<keyof typeof REDEEM.columns, SignInRow>;
  private readonly rotating: GatheredStatement<keyof typeof ROTATE.columns, SignInRow>;
  private readonly extending: GatheredStatement<keyof typeof EXTEND.columns, SignInRow>;
  private readonly revoking: GatheredStatement<keyof typeof REVOKE.columns>;
  private readonly examination: SignInExamination;
  private readonly room: AccountRoom;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly usage: UsageCounts,
  ) {
    super();
    this.beginning = new GatheredStatement(database, BEGIN);
    this.redeeming = new GatheredStatement(database, REDEEM);
    this.rotating = new GatheredStatement(database, ROTATE);
    this.extending = new GatheredStatement(database, EXTEND);
    this.revoking = new GatheredStatement(database, REVOKE);
    this.examination = new SignInExamination(database, feed, settings, usage);
    this.room = new AccountRoom(database, feed, settings);
  }

  async begin(begun: NewSignIn): Promise<boolean> {
    const { signIn, application, secretHash, awaitsCode, binding, origin, now } = begun;
    const event = {
      action: awaitsCode ? ('authorization.grant' as const) : ('sign-in.begin' as const),
      outcome: 'success' as const,
      actor: { type: 'user' as const, id: signIn.user.id },
      clientId: application.clientId,
      target: { type: 'sign-in', id: signIn.id },
      address: origin.address,
      requestId: origin.requestId,
    };
    await this.room.make('sign_ins', signIn.user.id, now);
    try {
      const row = await this.beginning.run({
        id: signIn.id,
        user_id: signIn.user.id,
        application_id: application.id,
        session_id: signIn.sessionId,
        user_epoch: signIn.userEpoch,
        application_epoch: signIn.applicationEpoch,
        scope: signIn.scope,
        audience: signIn.audience.join(' '),
        secret_hash: secretHash,
        authenticated_at: signIn.authenticatedAt,
        amr: signIn.amr.join(' '),
        ip: origin.address,
        network: networkOf(origin.address),
        user_agent: storedUserAgent(origin),
        now,
        expires_at: signIn.expiresAt,
        generation: awaitsCode ? AWAITS_CODE : 0,
        request: signIn.request,
        dpop_jkt: binding.jkt,
        certificate_thumbprint: binding['x5t#S256'],
        consented: begun.consented,
        left_out: begun.leftOut,
        device_id: begun.deviceId,
        ...auditValues(event, now),
      });
      if (row === undefined) return false;
      if (application.builtIn) this.usage.tokenIssued('first_party_sign_in', application.clientId);
      return true;
    } catch (error) {
      // the account or application was deleted since it was read
      if (isGone(error)) {
        throw new InvalidCredentials('account or application deleted meanwhile', { userId: signIn.user.id });
      }
      throw error;
    }
  }

  async redeem(redemption: Redemption): Promise<RedemptionOutcome> {
    const { signInId, codeHash, application, refreshHash, redirectUri, codeChallenge } = redemption;
    const { resources, confirmation, binding, origin, now, expiresAt } = redemption;
    const event = {
      action: 'sign-in.begin' as const,
      outcome: 'success' as const,
      actor: { type: 'application' as const, id: application.clientId },
      clientId: application.clientId,
      target: { type: 'sign-in', id: signInId },
      address: origin.address,
      requestId: origin.requestId,
    };
    const row = await this.redeeming.run({
      id: signInId,
      code_hash: codeHash,
      application_id: application.id,
      refresh_hash: refreshHash,
      now,
      expires_at: expiresAt,
      redirect_uri: redirectUri,
      ip: origin.address,
      code_challenge: codeChallenge,
      shown_jkt: confirmation?.jkt,
      dpop_jkt: binding.jkt,
      certificate_thumbprint: binding['x5t#S256'],
      resources: resources?.join(' '),
      own_resources: ownResourcesOf(this.settings.issuer).join(' '),
      ...auditValues(event, now),
    });
    if (row === undefined) return this.examination.ofCode(redemption);
    const signIn = signInOf(row);
    if (sectorHostOf(application) !== undefined) {
      // the code is redeemed whether this succeeds or not
      await this.database.run(REMEMBER_TOLD, [signIn.user.id, application.id]).catch(() => undefined);
    }
    return { outcome: 'redeemed', signIn };
  }

  async rotate(rotation: Rotation): Promise<RotationOutcome> {
    const { presented, successor, application, scope, resources, proved, origin, now, expiresAt } = rotation;
    const values = {
      id: presented.signInId,
      generation: presented.generation,
      hash: presented.hash,
      now,
      expires_at: expiresAt,
      application_id: application.id,
      scope: scope?.join(' '),
      ip: origin.address,
      shown_jkt: proved?.jkt,
      shown_certificate: proved?.['x5t#S256'],
      resources: resources?.join(' '),
      own_resources: ownResourcesOf(this.settings.issuer).join(' '),
      next_hash: successor?.hash,
      sealed_next: successor?.sealed,
    };
    const refreshing = successor === null ? this.extending : this.rotating;
    for (let round = 0; round < ROUNDS; round++) {
      const row = await refreshing.run(values);
      if (row === undefined) {
        const outcome = await this.examination.ofToken(rotation);
        if (outcome !== 'rotatable') return outcome;
      } else {
        if (application.builtIn) this.usage.tokenIssued('first_party_refresh', application.clientId);
        return { outcome: 'rotated', signIn: signInOf(row) };
      }
    }
    return { outcome: 'dead', check: 'unused', detail: 'lost every race for this token' };
  }

  async revoke(signInId: string, applicationId: string | null, by: RevokedBy): Promise<boolean> {
    const now = this.clock.now();
    const until = lastExpiry(now);
    const event = revocationEvent(by, { type: 'sign-in', id: signInId }, null);
    const values = { id: signInId, now, application_id: applicationId, until, ...auditValues(event, now) };
    if ((await this.revoking.run(values)) === undefined) return false;
    this.feed.published([endOfSignIn(signInId, now)]);
    return true;
  }

  async findOwner(signInId: string): Promise<SignInOwner | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.signIn.findUnique({
        where: { id: signInId },
        select: { userId: true, sessionId: true, application: { select: { clientId: true } } },
      }),
    );
    if (row === null) return undefined;
    return { userId: row.userId, clientId: row.application.clientId, sessionId: row.sessionId };
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
}

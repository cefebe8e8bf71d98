import { Injectable } from '@nestjs/common';
import { MAX_ACCESS_TOKEN_TTL } from '../oauth/tokens/lifetimes.js';
import type { Account, Role } from '../oauth/stores/accounts.js';
import type { RevokedBy } from '../oauth/stores/applications.js';
import { Clock } from '../clock/clock.js';
import { type LiveRefreshToken, type NewSignIn, type Rotation, type RotationOutcome, type SignIn, SignIns } from '../oauth/stores/sign-ins.js';
import type { PresentedRefreshToken } from '../oauth/tokens/refresh-token.js';
import { InvalidCredentials } from '../protocol/refusal.js';
import { Whitelist } from '../network/whitelist.js';
import { networkOf } from '../network/network.js';
import { sameHash } from '../secrets/secrets.js';
import { audit, auditValues, revocationEvent } from './audit-rows.js';
import { type Change, ChangeFeed } from './change-feed.js';
import { Database, type Transaction } from './database.js';
import { BEGIN, EXAMINE, FIND_LIVE, REVOKE, ROTATE } from './sign-in-statements.js';

interface SignInRow {
  id: string;
  scope: string;
  audience: string[];
  user_epoch: number;
  application_epoch: number;
  authenticated_at: Date;
  amr: string[];
  expires_at: Date;
  user_id: string;
  account_number: number;
  email: string;
  username: string | null;
  name: string | null;
  role: Role;
  account_epoch: number;
  account_disabled_at: Date | null;
}

interface ExaminedRow extends SignInRow {
  application_id: string;
  client_id: string;
  generation: number;
  secret_hash: Uint8Array | null;
  previous_hash: Uint8Array | null;
  sealed_successor: Uint8Array | null;
  rotated_at: Date | null;
  last_ip: string | null;
  alive: boolean;
  allowed: boolean;
}

/** A rotation that lost a race is examined once more; it cannot lose for ever, since every round somebody won. */
const ROUNDS = 3;

@Injectable()
export class PostgresSignIns extends SignIns {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  async begin({ signIn, application, secretHash, sessionId, origin, now }: NewSignIn): Promise<void> {
    const event = {
      action: 'sign-in.begin',
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
        sessionId,
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
        ...auditValues(event, now),
      ]);
    } catch (error) {
      // the account or application was deleted since it was read
      if ((error as { code?: string }).code === '23503') {
        throw new InvalidCredentials('account or application deleted meanwhile', { userId: signIn.user.id });
      }
      throw error;
    }
  }

  async rotate(rotation: Rotation): Promise<RotationOutcome> {
    const { presented, successor, application, scope, origin, now, expiresAt } = rotation;
    const values = [
      presented.signInId,
      presented.generation,
      presented.hash,
      successor.hash,
      successor.sealed,
      now,
      expiresAt,
      application.id,
      scope ?? null,
      origin.address,
    ];
    for (let round = 0; round < ROUNDS; round++) {
      const [row] = await this.database.run<SignInRow>(ROTATE, values);
      if (row !== undefined) return { outcome: 'rotated', signIn: signInOf(row) };
      const outcome = await this.examine(rotation);
      if (outcome !== 'rotatable') return outcome;
    }
    return { outcome: 'dead', detail: 'lost every race for this token' };
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

  async findOwner(signInId: string): Promise<{ userId: string; builtIn: boolean } | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.signIn.findUnique({
        where: { id: signInId },
        select: { userId: true, application: { select: { builtIn: true } } },
      }),
    );
    return row === null ? undefined : { userId: row.userId, builtIn: row.application.builtIn };
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

  /** Says why a token did not rotate, and revokes the sign-in when it was replayed. */
  private async examine(rotation: Rotation): Promise<RotationOutcome | 'rotatable'> {
    const changes: Change[] = [];
    const outcome = await this.database.transaction(async (tx) => {
      const { signInId } = rotation.presented;
      const [row] = await tx.$queryRawUnsafe<ExaminedRow[]>(EXAMINE, signInId, rotation.origin.address);
      const decision = decide(row, rotation);
      if (decision.outcome === 'replayed' && row !== undefined) changes.push(await this.replayed(tx, row, rotation));
      if (decision.outcome === 'retried') {
        // a client that never takes its successor up is still a client in use
        await tx.signIn.update({ where: { id: signInId }, data: { expiresAt: rotation.expiresAt } });
      }
      return decision;
    });
    if (changes.length > 0) this.feed.published(changes);
    return outcome.outcome === 'rotatable' ? 'rotatable' : outcome;
  }

  private async replayed(tx: Transaction, row: ExaminedRow, rotation: Rotation): Promise<Change> {
    const { origin, now } = rotation;
    const until = new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
    const change: Change = { kind: 'sign-in', subject: row.id, until };
    await tx.signIn.update({ where: { id: row.id }, data: { revokedAt: now } });
    await this.feed.record(tx, [change]);
    await audit(
      tx,
      {
        action: 'refresh-token.replay',
        outcome: 'refused',
        actor: { type: 'user', id: row.user_id },
        clientId: row.client_id,
        target: { type: 'sign-in', id: row.id },
        address: origin.address,
        requestId: origin.requestId,
        reason: 'a refresh token was used after its successor, or too late; the sign-in was revoked',
        details: { presented_from: origin.address, successor_held_by: row.last_ip },
      },
      now,
    );
    return change;
  }
}

/** Pure: what the row says of the presented token. */
function decide(row: ExaminedRow | undefined, rotation: Rotation): RotationOutcome | { outcome: 'rotatable' } {
  const { presented, application, now, scope } = rotation;
  if (row === undefined) return { outcome: 'dead', detail: 'no such sign-in' };
  const userId = row.user_id;
  if (row.application_id !== application.id) {
    return { outcome: 'dead', detail: `a refresh token of the application ${row.client_id}`, userId };
  }
  if (!row.alive) return { outcome: 'dead', detail: 'the sign-in was ended, or its user or application disabled', userId };
  if (row.expires_at <= now) return { outcome: 'dead', detail: 'the refresh token has expired', userId };

  const isLive = presented.generation === row.generation && matches(row.secret_hash, presented.hash);
  const isPrevious = presented.generation === row.generation - 1 && matches(row.previous_hash, presented.hash);
  if (!isLive && !isPrevious) {
    // The MAC holds, so it was ours once: an older generation is a replay, a newer one was never handed out.
    return presented.generation < row.generation
      ? { outcome: 'replayed', userId }
      : { outcome: 'dead', detail: 'a refresh token that was never handed out', userId };
  }
  if (isPrevious && !mayRetry(row.rotated_at, application.refreshReuse, now)) return { outcome: 'replayed', userId };
  if (!row.allowed) return { outcome: 'address_not_allowed', userId };
  if (scope !== undefined && !covers(row.scope, scope)) return { outcome: 'scope_exceeded', userId };
  if (isLive) return { outcome: 'rotatable' };
  return {
    outcome: 'retried',
    signIn: { ...signInOf(row), expiresAt: rotation.expiresAt },
    generation: row.generation,
    sealed: Buffer.from(row.sealed_successor ?? []),
  };
}

function mayRetry(rotatedAt: Date | null, reuse: number | null, now: Date): boolean {
  if (reuse === null) return true;
  return rotatedAt !== null && now.getTime() < rotatedAt.getTime() + reuse * 1000;
}

function matches(stored: Uint8Array | null, presented: Buffer): boolean {
  return stored !== null && sameHash(stored, presented);
}

function covers(granted: string, asked: readonly string[]): boolean {
  const scopes = new Set(granted.split(' '));
  return asked.every((scope) => scopes.has(scope));
}

function signInOf(row: SignInRow): SignIn {
  return {
    id: row.id,
    user: accountOf(row),
    scope: row.scope,
    audience: row.audience,
    authenticatedAt: row.authenticated_at,
    amr: row.amr,
    userEpoch: row.user_epoch,
    applicationEpoch: row.application_epoch,
    expiresAt: row.expires_at,
  };
}

/** The statement that read the row has held the address against the lists already. */
function accountOf(row: SignInRow): Account {
  return {
    id: row.user_id,
    number: row.account_number,
    email: row.email,
    username: row.username,
    name: row.name,
    role: row.role,
    disabled: row.account_disabled_at !== null,
    epoch: row.account_epoch,
    whitelist: Whitelist.everywhere,
  };
}

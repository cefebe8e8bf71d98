import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../protocol/audit-actions.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { networkOf } from '../../network/network.js';
import { Whitelist } from '../../network/whitelist.js';
import type { Account, ProvedAccount } from '../../oauth/stores/accounts.js';
import { isTwoFactor } from '../../protocol/acr.js';
import type { Actor, DoneBy } from '../../protocol/audit-event.js';
import { type Origin, storedUserAgent } from '../../protocol/origin.js';
import { newSecretText, sha256 } from '../../secrets/secrets.js';
import { type Session, Sessions } from '../../access/sessions.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { AccountRoom } from '../accounts/account-room.js';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from '../accounts/account-rows.js';
import { refuseChanged } from '../accounts/factor-changes.js';
import { audit } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database, type Transaction } from '../database/database.js';
import { GatheredStatement } from '../database/gathered-statement.js';
import { recordedWrite } from '../database/recorded-write.js';
import { MailsToSend } from '../mail/mails-to-send.js';
import { tellNewPlace } from './known-places.js';
import { endSessions } from './session-aftermath.js';

interface SessionRow extends AccountRow, Record<string, unknown> {
  id: string;
  networks: string[];
  authenticated_at: Date;
  amr: string[];
  second_factor_at: Date | null;
  expires_at: Date;
}

/**
 * A session lives while its row does and its user's epoch has not moved. The account comes with it: what one node changed
 * holds for the request that its answer leads to, which another may get.
 */
const FIND = {
  name: 'session_find',
  columns: { secret_hash: 'bytea', now: 'timestamptz' },
  locks: null,
  text: ` SELECT r.caller::int, s.id, s.authenticated_at, s.amr, s.second_factor_at, s.expires_at,
                 ${ACCOUNT_COLUMNS}, u.networks::text[]
            FROM r JOIN sessions s ON s.secret_hash = r.secret_hash JOIN users u ON u.id = s.user_id
           WHERE s.revoked_at IS NULL AND s.expires_at > r.now AND u.disabled_at IS NULL AND u.epoch = s.user_epoch`,
} as const;

@Injectable()
export class PostgresSessions extends Sessions {
  private readonly room: AccountRoom;
  private readonly finding: GatheredStatement<keyof typeof FIND.columns, SessionRow>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
    this.finding = new GatheredStatement(database, FIND);
    this.room = new AccountRoom(database, feed, settings);
  }

  async begin(account: Account, amr: readonly string[], origin: Origin): Promise<{ session: Session; secret: string }> {
    const now = this.clock.now();
    const secret = newSecretText();
    const expiresAt = new Date(now.getTime() + this.settings.sessionTtl * 1000);
    const secondFactorAt = isTwoFactor(amr) ? now : null;
    const secretHash = sha256(secret);
    const session: Session = {
      id: uuidv7(),
      account,
      authenticatedAt: now,
      amr,
      secondFactorAt,
      expiresAt,
      secretHash,
    };
    await this.room.make('sessions', account.id, now);
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      await tx.session.create({
        data: {
          id: session.id,
          userId: account.id,
          userEpoch: account.epoch,
          secretHash: Uint8Array.from(secretHash),
          authenticatedAt: now,
          amr: [...amr],
          secondFactorAt,
          ip: origin.address,
          userAgent: storedUserAgent(origin),
          createdAt: now,
          expiresAt,
        },
      });
      await this.noteSignIn(tx, account.id, origin, now);
      await audit(tx, this.event('session.begin', session.id, account.id, origin), now);
    });
    return { session, secret };
  }

  async renew(session: Session, amr: readonly string[], origin: Origin): Promise<string | undefined> {
    const now = this.clock.now();
    const secret = newSecretText();
    const { id, account } = session;
    const shown = Uint8Array.from(session.secretHash);
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      const { count } = await tx.session.updateMany({
        where: { ...goingOn(id, account, now), secretHash: shown },
        data: {
          secretHash: Uint8Array.from(sha256(secret)),
          authenticatedAt: now,
          amr: [...amr],
          secondFactorAt: isTwoFactor(amr) ? now : null,
          ip: origin.address,
          userAgent: storedUserAgent(origin),
          expiresAt: new Date(now.getTime() + this.settings.sessionTtl * 1000),
        },
      });
      if (count === 0) return undefined;
      await this.noteSignIn(tx, account.id, origin, now);
      await audit(tx, this.event('session.renew', id, account.id, origin), now);
      return secret;
    });
  }

  async stepUp(id: string, account: ProvedAccount, amr: readonly string[], by: DoneBy): Promise<string | undefined> {
    const now = this.clock.now();
    const secret = newSecretText();
    return recordedWrite(this.database, this.feed, by, async (tx) => {
      await refuseChanged(tx, account);
      const { count } = await tx.session.updateMany({
        where: goingOn(id, account, now),
        data: { secretHash: Uint8Array.from(sha256(secret)), amr: [...amr], secondFactorAt: now },
      });
      if (count === 0) return undefined;
      await audit(tx, { ...by, action: 'session.step-up', outcome: 'success', target: { type: 'session', id } }, now);
      return secret;
    });
  }

  async find(secret: string): Promise<Session | undefined> {
    const secretHash = sha256(secret);
    const row = await this.finding.run({ secret_hash: secretHash, now: this.clock.now() });
    if (row === undefined) return undefined;
    return {
      id: row.id,
      account: accountOf(row, Whitelist.of(row.networks)),
      authenticatedAt: row.authenticated_at,
      amr: row.amr,
      secondFactorAt: row.second_factor_at,
      expiresAt: row.expires_at,
      secretHash,
    };
  }

  async holds(secret: string): Promise<boolean> {
    const secretHash = Uint8Array.from(sha256(secret));
    return (await this.database.query((prisma) => prisma.session.count({ where: { secretHash } }))) > 0;
  }

  async end(
    id: string,
    userId: string,
    origin: Origin,
    actor: Actor = { type: 'user', id: userId },
  ): Promise<readonly string[] | undefined> {
    const now = this.clock.now();
    const { database, feed } = this;
    const { ended, reached } = await endSessions({ database, feed, by: UNCONDITIONAL, now, only: id }, async (tx) => {
      const { count } = await tx.session.updateMany({
        where: { id, userId, revokedAt: null },
        data: { revokedAt: now },
      });
      if (count === 0) return { ended: [] };
      await audit(tx, { ...this.event('session.end', id, userId, origin), actor }, now);
      return { ended: [id] };
    });
    return ended.length === 0 ? undefined : reached;
  }

  /** Remembers where the person has signed in, and tells them of a new place. */
  private async noteSignIn(tx: Transaction, userId: string, origin: Origin, now: Date): Promise<void> {
    const network = networkOf(origin.address);
    await tx.knownNetwork.upsert({
      where: { userId_network: { userId, network } },
      create: { userId, network, lastSeen: now },
      update: { lastSeen: now },
    });
    await tellNewPlace(tx, this.mails, userId, origin, now);
  }

  private event(action: AuditAction, sessionId: string, userId: string, origin: Origin) {
    return {
      action,
      outcome: 'success' as const,
      actor: { type: 'user' as const, id: userId },
      target: { type: 'session', id: sessionId },
      address: origin.address,
      requestId: origin.requestId,
    };
  }
}

function goingOn(id: string, { id: userId, epoch }: ProvedAccount, now: Date) {
  return { id, userId, userEpoch: epoch, revokedAt: null, expiresAt: { gt: now } };
}

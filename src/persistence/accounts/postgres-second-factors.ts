import { Injectable } from '@nestjs/common';
import {
  type Authenticator,
  type FactorOverview,
  type NewAuthenticator,
  SecondFactors,
  WRONG_CODES,
} from '../../auth/factors/second-factors.js';
import { Clock } from '../../clock/clock.js';
import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { Database, type HotStatement } from '../database/database.js';
import { MailsToSend } from '../mail/mails-to-send.js';
import { openStored } from '../secret-key/open-stored.js';
import { FactorChanges, isUnchanged, replaceCodes, restateFactors } from './factor-changes.js';
import { SHOWN_PASSKEY } from './postgres-passkeys.js';
import { countTrust } from './trust-rows.js';

/** Of parallel callers with one step one changes the row; the others find a later step in it. */
const USE_STEP: HotStatement = {
  name: 'authenticator_use_step',
  text: `UPDATE authenticators SET last_step = $2, last_used_at = $3::timestamptz, wrong_codes = 0
          WHERE user_id = $1 AND last_step < $2 AND wrong_codes < ${String(WRONG_CODES)} RETURNING user_id`,
};

const COUNT_ENROLMENT: HotStatement = {
  name: 'user_count_enrolment',
  text: `UPDATE users SET enrolments_begun = enrolments_begun + 1 WHERE id = $1 RETURNING enrolments_begun AS nth`,
};

/** Wrong codes in a row that a person mistypes and is not told of. */
const MISTYPED = 4;
/** Milliseconds between two mails about them. */
const PAUSE = MILLISECONDS.day;

/** What the page of a person's security shows as changes. */
const CHANGES: readonly AuditAction[] = [
  'user.authenticator-add',
  'user.authenticator-remove',
  'user.factors-reset',
  'user.passkey-add',
  'user.passkey-remove',
  'user.password-change',
  'user.password-recover',
  'user.password-reset',
  'user.recovery-code-use',
  'user.recovery-codes-make',
  'user.trusted-browser-add',
  'user.trusted-browser-remove',
];
const SHOWN_CHANGES = 10;

@Injectable()
export class PostgresSecondFactors extends SecondFactors {
  constructor(
    private readonly database: Database,
    private readonly changes: FactorChanges,
    private readonly mails: MailsToSend,
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {
    super();
  }

  async authenticatorOf(userId: string): Promise<Authenticator | undefined> {
    const select = { sealedSecret: true, wrongCodes: true };
    return this.database.query(async (prisma) => {
      const row = await prisma.authenticator.findUnique({ where: { userId }, select });
      if (row === null) return undefined;
      const { sealedSecret, wrongCodes } = row;
      return { secret: openStored(this.key, sealedSecret, contextOfAuthenticator(userId)), wrongCodes };
    });
  }

  async useStep(userId: string, step: number): Promise<boolean> {
    return (await this.database.run(USE_STEP, [userId, step, this.clock.now()])).length > 0;
  }

  async countWrongCode(userId: string, { onPagesOf: clientId }: Origin): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await tx.authenticator.updateMany({ where: { userId }, data: { wrongCodes: { increment: 1 } } });
      const longAgo = { lte: new Date(now.getTime() - PAUSE) };
      const untold = { OR: [{ wrongCodesToldAt: null }, { wrongCodesToldAt: longAgo }] };
      const { count } = await tx.authenticator.updateMany({
        where: { userId, wrongCodes: { gt: MISTYPED }, ...untold },
        data: { wrongCodesToldAt: now },
      });
      if (count > 0)
        await this.mails.put(tx, { kind: 'factor-changed', userId, change: 'codes-guessed', clientId }, now);
    });
  }

  async useRecoveryCode(userId: string, hash: Buffer, { address, requestId, onPagesOf }: Origin): Promise<boolean> {
    const by = { ...UNCONDITIONAL, actor: { type: 'user' as const, id: userId }, address, requestId, onPagesOf };
    return this.changes.write(by, userId, async (tx) => {
      const { count } = await tx.recoveryCode.deleteMany({ where: { userId, hash: Uint8Array.from(hash) } });
      if (count === 0) return undefined;
      await tx.authenticator.updateMany({ where: { userId }, data: { wrongCodes: 0 } });
      return { action: 'user.recovery-code-use', mailed: 'recovery-code-used' };
    });
  }

  async countEnrolment(userId: string): Promise<number | undefined> {
    return (await this.database.run<{ nth: number }>(COUNT_ENROLMENT, [userId]))[0]?.nth;
  }

  async lastEnrolment(userId: string): Promise<number | undefined> {
    const select = { enrolmentsBegun: true };
    const row = await this.database.query((prisma) => prisma.user.findUnique({ where: { id: userId }, select }));
    return row?.enrolmentsBegun;
  }

  async enrol(
    { userId, secret, step, epoch, proofEpoch, nth }: NewAuthenticator,
    codeHashes: readonly Buffer[],
    by: DoneBy,
  ): Promise<boolean> {
    return this.changes.write(by, userId, async (tx, now) => {
      if (!(await isUnchanged(tx, { id: userId, epoch, proofEpoch }))) return undefined;
      if (nth !== undefined && (await tx.user.count({ where: { id: userId, enrolmentsBegun: nth } })) === 0) {
        return undefined;
      }
      const sealedSecret = Uint8Array.from(this.key.seal(secret, contextOfAuthenticator(userId)));
      const authenticator = {
        sealedSecret,
        sealedWith: this.key.fingerprint,
        lastStep: step,
        createdAt: now,
        lastUsedAt: null,
        wrongCodes: 0,
      };
      await tx.authenticator.upsert({
        where: { userId },
        create: { userId, ...authenticator },
        update: authenticator,
      });
      await replaceCodes(tx, userId, codeHashes, now);
      await restateFactors(tx, userId, now);
      return { action: 'user.authenticator-add', mailed: 'authenticator-added' };
    });
  }

  replaceRecoveryCodes(account: ProvedAccount, codeHashes: readonly Buffer[], by: DoneBy): Promise<boolean> {
    const { id: userId } = account;
    return this.changes.writeProved(by, account, async (tx, now) => {
      const { count } = await tx.user.updateMany({
        where: { id: userId, secondFactors: { isEmpty: false } },
        data: { proofEpoch: { increment: 1 } },
      });
      if (count === 0) return undefined;
      await replaceCodes(tx, userId, codeHashes, now);
      return { action: 'user.recovery-codes-make', mailed: 'recovery-codes-made' };
    });
  }

  removeAuthenticator(account: ProvedAccount, by: DoneBy): Promise<boolean> {
    const { id: userId } = account;
    return this.changes.writeProved(by, account, async (tx, now) => {
      const { count } = await tx.authenticator.deleteMany({ where: { userId } });
      if (count === 0) return undefined;
      await restateFactors(tx, userId, now);
      return { action: 'user.authenticator-remove', mailed: 'authenticator-removed' };
    });
  }

  reset(userId: string, by: DoneBy): Promise<boolean> {
    return this.changes.write(by, userId, async (tx, now) => {
      const { count: authenticators } = await tx.authenticator.deleteMany({ where: { userId } });
      const { count: passkeys } = await tx.passkey.deleteMany({ where: { userId } });
      if (authenticators + passkeys === 0) return undefined;
      await restateFactors(tx, userId, now);
      return { action: 'user.factors-reset', mailed: 'factors-reset' };
    });
  }

  async overviewOf(userId: string): Promise<FactorOverview> {
    const [authenticator, passkeys, recoveryCodes, trustedBrowsers, changes] = await this.database.query((prisma) =>
      Promise.all([
        prisma.authenticator.findUnique({ where: { userId }, select: { createdAt: true, lastUsedAt: true } }),
        prisma.passkey.findMany({ where: { userId }, orderBy: { createdAt: 'asc' }, select: SHOWN_PASSKEY }),
        prisma.recoveryCode.count({ where: { userId } }),
        countTrust(prisma, userId, this.clock.now()),
        prisma.auditEvent.findMany({
          where: { targetId: userId, action: { in: [...CHANGES] }, outcome: 'success' },
          orderBy: { at: 'desc' },
          take: SHOWN_CHANGES,
          select: { at: true, action: true, ip: true },
        }),
      ]),
    );
    return {
      authenticator: authenticator ?? undefined,
      passkeys,
      recoveryCodes,
      trustedBrowsers,
      changes: changes.map(({ at, action, ip }) => ({ at, action, address: ip })),
    };
  }
}

/** What the secret of an authenticator app is bound to where it lies sealed. */
export function contextOfAuthenticator(userId: string): string {
  return `authenticator ${userId}`;
}

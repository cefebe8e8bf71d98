import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { FactorChange } from '../../outgoing/mail/mail.js';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Conflict } from '../../protocol/refusal.js';
import { audit } from '../audit/audit-rows.js';
import { Database, type Transaction } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { MailsToSend } from '../mail/mails-to-send.js';

/** What a change did; `mailed` is told its owner. */
interface Done {
  action: AuditAction;
  mailed?: FactorChange;
}

/** Changes of what proves an account beside its password. */
@Injectable()
export class FactorChanges {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly clock: Clock,
  ) {}

  /** One change, with the account's row locked, told to its owner and to every node. False where `work` changed nothing. */
  write(by: DoneBy, userId: string, work: (tx: Transaction, now: Date) => Promise<Done | undefined>): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(
      this.database,
      this.feed,
      by,
      async (tx, changes) => {
        const done = await work(tx, now);
        if (done === undefined) return false;
        changes.push({ kind: 'user', subject: userId });
        const target = { type: 'user', id: userId };
        await audit(tx, { ...by, action: done.action, outcome: 'success', target }, now);
        if (done.mailed !== undefined) {
          const mail = { kind: 'factor-changed', userId, change: done.mailed, clientId: by.onPagesOf } as const;
          await this.mails.put(tx, mail, now);
        }
        return true;
      },
      { userId },
    );
  }

  /** As `write`, for what takes a fresh proof. @throws Conflict as `refuseChanged` does */
  writeProved(
    by: DoneBy,
    account: ProvedAccount,
    work: (tx: Transaction, now: Date) => Promise<Done | undefined>,
  ): Promise<boolean> {
    return this.write(by, account.id, async (tx, now) => {
      await refuseChanged(tx, account);
      return work(tx, now);
    });
  }
}

/** Whether what proves the account is as it was. Its row is locked. */
export async function isUnchanged(tx: Transaction, { id, epoch, proofEpoch }: ProvedAccount): Promise<boolean> {
  return (await tx.user.count({ where: { id, epoch, proofEpoch, disabledAt: null } })) > 0;
}

/**
 * A proof counts no longer than what it was made with: a write that waited while its owner took that away is not done.
 * @throws Conflict where what proves the account has changed since
 */
export async function refuseChanged(tx: Transaction, account: ProvedAccount): Promise<void> {
  if (await isUnchanged(tx, account)) return;
  throw new Conflict('account', 'has changed since you proved that it is yours; begin again');
}

/**
 * States on the account's row which factors it has, after one of them has changed, and ends every proof that is half done.
 * Without any factor the recovery codes go.
 */
export async function restateFactors(tx: Transaction, userId: string, now: Date): Promise<void> {
  const authenticators = await tx.authenticator.count({ where: { userId } });
  const passkeys = await tx.passkey.count({ where: { userId } });
  const secondFactors = [...(authenticators > 0 ? ['otp'] : []), ...(passkeys > 0 ? ['passkey'] : [])];
  await tx.user.updateMany({
    where: { id: userId },
    data: { secondFactors, proofEpoch: { increment: 1 }, updatedAt: now },
  });
  if (secondFactors.length === 0) await tx.recoveryCode.deleteMany({ where: { userId } });
}

export async function replaceCodes(
  tx: Transaction,
  userId: string,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: hashes.map((hash) => ({ userId, hash: Uint8Array.from(hash), createdAt: now })),
  });
}

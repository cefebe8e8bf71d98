import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import {
  type Addition,
  MAX_PASSKEYS,
  type NewPasskey,
  type Passkey,
  type PasskeyDescriptor,
  Passkeys,
  type ShownPasskey,
} from '../../auth/passkeys/passkeys.js';
import { Clock } from '../../clock/clock.js';
import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Database, type HotStatement, isUniqueViolation } from '../database/database.js';
import { FactorChanges, isUnchanged, replaceCodes, restateFactors } from './factor-changes.js';

interface FoundRow {
  id: string;
  user_id: string;
  public_key: Buffer;
  /** A number of 32 bits, as the driver gives a BIGINT. */
  counter: string;
  device_bound: boolean;
  keys_epoch: number;
}

const FIND: HotStatement = {
  name: 'passkey_find',
  text: `SELECT id, user_id, public_key, counter, device_bound, keys_epoch FROM passkeys WHERE credential_id = $1`,
};

/**
 * Of parallel callers with one signature one changes the row; the others find its counter in it. The person is proved: the
 * row of wrong codes of their authenticator app ends.
 */
const USE: HotStatement = {
  name: 'passkey_use',
  text: `WITH used AS (
           UPDATE passkeys SET counter = $2, backed_up = $3, last_used_at = $4::timestamptz
            WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING id, user_id),
         proved AS (
           UPDATE authenticators a SET wrong_codes = 0 FROM used WHERE a.user_id = used.user_id AND a.wrong_codes > 0)
         SELECT id FROM used`,
};

const ALLOW_ALONE: HotStatement = {
  name: 'passkey_allow_alone',
  text: `UPDATE passkeys SET keys_epoch = $2 WHERE id = $1`,
};

/** What its owner and administrators see of a passkey. */
export const SHOWN_PASSKEY = { id: true, name: true, createdAt: true, lastUsedAt: true, deviceBound: true } as const;

@Injectable()
export class PostgresPasskeys extends Passkeys {
  constructor(
    private readonly database: Database,
    private readonly changes: FactorChanges,
    private readonly clock: Clock,
  ) {
    super();
  }

  async byCredential(credentialId: Uint8Array): Promise<Passkey | undefined> {
    const [row] = await this.database.run<FoundRow>(FIND, [Buffer.from(credentialId)]);
    if (row === undefined) return undefined;
    const { id, user_id: userId, public_key, counter, device_bound: deviceBound, keys_epoch: keysEpoch } = row;
    return { id, userId, publicKey: Uint8Array.from(public_key), counter: Number(counter), deviceBound, keysEpoch };
  }

  async descriptorsOf(userId: string): Promise<PasskeyDescriptor[]> {
    const select = { credentialId: true, transports: true };
    const rows = await this.database.query((prisma) => prisma.passkey.findMany({ where: { userId }, select }));
    return rows.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports,
    }));
  }

  async use({ id }: Passkey, counter: number, backedUp: boolean): Promise<boolean> {
    return (await this.database.run(USE, [id, counter, backedUp, this.clock.now()])).length > 0;
  }

  async allowAlone({ id }: Passkey, keysEpoch: number): Promise<void> {
    await this.database.run(ALLOW_ALONE, [id, keysEpoch]);
  }

  async add(
    { userId, epoch, proofEpoch, ...passkey }: NewPasskey,
    codeHashes: readonly Buffer[],
    by: DoneBy,
  ): Promise<Addition> {
    let addition: Addition = { outcome: 'changed' };
    try {
      await this.changes.write(by, userId, async (tx, now) => {
        addition = { outcome: 'changed' };
        if (!(await isUnchanged(tx, { id: userId, epoch, proofEpoch }))) return undefined;
        addition = { outcome: 'full' };
        if ((await tx.passkey.count({ where: { userId } })) >= MAX_PASSKEYS) return undefined;
        const { keysEpoch } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { keysEpoch: true } });
        const added = await tx.passkey.create({
          data: {
            ...passkey,
            keysEpoch,
            id: uuid(),
            userId,
            credentialId: Uint8Array.from(passkey.credentialId),
            publicKey: Uint8Array.from(passkey.publicKey),
            transports: [...passkey.transports],
            createdAt: now,
          },
          select: SHOWN_PASSKEY,
        });
        const keepsCodes = (await tx.recoveryCode.count({ where: { userId } })) === 0;
        if (keepsCodes) await replaceCodes(tx, userId, codeHashes, now);
        await restateFactors(tx, userId, now);
        addition = { outcome: 'added', passkey: added satisfies ShownPasskey, keepsCodes };
        return { action: 'user.passkey-add', mailed: 'passkey-added' };
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return { outcome: 'known' };
    }
    return addition;
  }

  rename(userId: string, id: string, name: string, by: DoneBy): Promise<boolean> {
    return this.changes.write(by, userId, async (tx) => {
      const { count } = await tx.passkey.updateMany({ where: { id, userId }, data: { name } });
      return count === 0 ? undefined : { action: 'user.passkey-rename' };
    });
  }

  remove(account: ProvedAccount, id: string, by: DoneBy): Promise<boolean> {
    const { id: userId } = account;
    return this.changes.writeProved(by, account, async (tx, now) => {
      const { count } = await tx.passkey.deleteMany({ where: { id, userId } });
      if (count === 0) return undefined;
      await restateFactors(tx, userId, now);
      return { action: 'user.passkey-remove', mailed: 'passkey-removed' };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { newSecretText, sameHash, sha256 } from '../../secrets/secrets.js';
import { codeMac } from '../../persistence/accounts/code-mac.js';
import { endKeys } from '../../persistence/accounts/end-keys.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import { endOfUser, recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { MailsToSend } from '../../persistence/mail/mails-to-send.js';
import { followUserEnd } from '../../persistence/sessions/session-aftermath.js';
import { proofMail, tellProvedAddress } from '../../persistence/mail/address-mails.js';
import { asConflict, RECORD } from '../../persistence/accounts/user-rows.js';

/** How often a code may be mistyped. */
const TRIES = 5;

/** Mailed proofs `l` of an account `u` that hold; $1: the account; $2: now. */
const PROOFS = `l.user_id = $1::text::uuid AND l.purpose = 'verify' AND l.used_at IS NULL AND l.expires_at > $2::timestamptz
  AND u.id = l.user_id AND u.epoch = l.user_epoch AND u.email = l.email AND u.disabled_at IS NULL
  AND (l.address = u.pending_email OR (l.address = u.email AND NOT u.email_verified))`;

/** $3: the link's hash. */
const PROOF_OF_LINK = `SELECT l.hash, l.address FROM account_links l, users u WHERE ${PROOFS} AND l.hash = $3::bytea`;

/** The proof that was asked for last, if its code may be tried: no other code comes back. $3: how often it may be. */
const CODE = `${PROOFS} AND l.code_mac IS NOT NULL AND l.code_tries < $3::int
  AND l.hash = (SELECT hash FROM account_links WHERE user_id = $1::text::uuid AND purpose = 'verify'
                 ORDER BY created_at DESC, hash DESC LIMIT 1)`;

const ADDRESS_OF_CODE = `SELECT l.hash, l.address FROM account_links l, users u WHERE ${CODE}`;

/** Counts the try before it is compared. $4: the address that it is for. */
const PROOF_OF_CODE = `UPDATE account_links l SET code_tries = l.code_tries + 1 FROM users u
  WHERE ${CODE} AND l.address = $4
  RETURNING l.hash, l.address, l.code_mac`;

/** Only its disabling, and an administrator's other address or password, stop an undo. $1: the hash; $2: now. */
const UNDO = `SELECT l.user_id::text, l.address, l.created_at FROM account_links l JOIN users u ON u.id = l.user_id
  WHERE l.hash = $1::bytea AND l.purpose = 'undo' AND l.used_at IS NULL AND l.expires_at > $2::timestamptz
    AND u.disabled_at IS NULL`;

interface ProofRow {
  hash: Uint8Array;
  address: string;
  code_mac?: Uint8Array;
}

interface UndoRow {
  user_id: string;
  address: string;
  created_at: Date;
}

/** A code is for the address on whose counter it was guessed. */
export type MailedProof = { code: string; address: string } | { secret: string };

/** What proves addresses, and what takes a change of them back. */
@Injectable()
export class AddressesRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {}

  /** Mails a link and a code to the address that the person asks for, or to the present one; false: it is proved already. */
  async sendProof(userId: string, by: DoneBy): Promise<boolean> {
    return recordedWrite(this.database, this.feed, by, async (tx) => {
      // under the account's lock: of two at the same time one is asked for later
      const now = this.clock.now();
      const user = await tx.user.findUnique({ where: { id: userId }, select: RECORD });
      const address = user?.pendingEmail ?? (user?.emailVerified === false ? user.email : undefined);
      if (address === undefined) return false;
      await this.mails.put(tx, proofMail(userId, address), now);
      const event = { action: 'user.send-verification', outcome: 'success', target: userOf(userId) } as const;
      await audit(tx, { ...by, ...event }, now);
      return true;
    });
  }

  /** The address that a link proves for this account, without spending it. */
  async find(userId: string, secret: string): Promise<string | undefined> {
    const values = [userId, this.clock.now(), Uint8Array.from(sha256(secret))];
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<ProofRow[]>(PROOF_OF_LINK, ...values));
    return rows[0]?.address;
  }

  /** The address that the code of the last mail is for; undefined: there is none that could be guessed. */
  async addressOfCode(userId: string): Promise<string | undefined> {
    const values = [userId, this.clock.now(), TRIES];
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<ProofRow[]>(ADDRESS_OF_CODE, ...values));
    return rows[0]?.address;
  }

  /**
   * Proves an address of this account by what was mailed to it, once. An address that the person asks for comes into
   * force with it. False where the proof does not hold; a wrong code is counted.
   * @throws Conflict where another account has that address
   */
  async prove(userId: string, proof: MailedProof, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    const work = async (tx: Transaction) => {
      const held = await this.held(tx, userId, proof, now);
      const before = held && (await tx.user.findUnique({ where: { id: userId }, select: RECORD }));
      if (held === undefined || before === null || before === undefined) return undefined;
      await tx.accountLink.updateMany({
        where: { userId, purpose: 'verify', usedAt: null },
        data: { usedAt: now },
      });
      const isOther = held.address !== before.email;
      await tx.user.update({
        where: { id: userId },
        data: {
          ...{ emailVerified: true, emailSelfGiven: false, updatedAt: now },
          ...(isOther && { email: held.address, pendingEmail: null }),
        },
      });
      const action = isOther ? 'user.email-change' : 'user.email-verify';
      await audit(tx, { ...by, action, outcome: 'success', target: userOf(userId) }, now);
      if (isOther) {
        const changed = { userId, former: before.email, address: held.address };
        await tellProvedAddress(tx, this.mails, changed, now);
      }
      return true;
    };
    try {
      const proved = await recordedWrite(
        ...([this.database, this.feed, by] as const),
        async (tx, changes) => {
          const done = await work(tx);
          if (done === true) changes.push({ kind: 'user', subject: userId });
          return done;
        },
        { userId },
      );
      return proved === true;
    } catch (error) {
      throw asConflict(error);
    }
  }

  /** The address that a link puts back, without spending it. */
  async findUndo(secret: string): Promise<string | undefined> {
    return (await this.undoOf(secret))?.address;
  }

  /**
   * Puts the former address back, also after later changes of the account, and ends everything of it. The password was
   * needed for the change, so it is not theirs alone any more: the person gets a link to set another. False where the link
   * does not hold.
   * @throws Conflict where another account has that address
   */
  async undo(secret: string, unknownPasswordHash: string, { address: ip, requestId }: Origin): Promise<boolean> {
    const now = this.clock.now();
    const seen = await this.undoOf(secret);
    if (seen === undefined) return false;
    const { user_id: id, address, created_at: createdAt } = seen;
    const by = { actor: { type: 'user' as const, id }, address: ip, requestId };
    try {
      return await recordedWrite(
        ...([this.database, this.feed, UNCONDITIONAL] as const),
        async (tx, changes) => {
          const values = [Uint8Array.from(sha256(secret)), now];
          const held = await tx.$queryRawUnsafe<UndoRow[]>(`${UNDO} FOR UPDATE OF l`, ...values);
          if (held.length === 0) return false;
          const { email: left } = await tx.user.findUniqueOrThrow({ where: { id }, select: { email: true } });
          const { epoch } = await tx.user.update({
            where: { id },
            data: {
              ...{ email: address, emailVerified: true, emailSelfGiven: false, pendingEmail: null, updatedAt: now },
              ...{ passwordHash: unknownPasswordHash, epoch: { increment: 1 }, keysEpoch: { increment: 1 } },
            },
            select: { epoch: true },
          });
          changes.push(endOfUser(id, now, epoch));
          await endKeys(tx, changes, id, now);
          await followUserEnd(tx, id, epoch - 1, now);
          // links to undo an earlier change go on: they belong to who had the account before
          const later = [{ purpose: { not: 'undo' } }, { createdAt: { gte: createdAt } }];
          await tx.accountLink.updateMany({ where: { userId: id, usedAt: null, OR: later }, data: { usedAt: now } });
          await audit(tx, { ...by, action: 'user.email-undo', outcome: 'success', target: userOf(id) }, now);
          const reset = { kind: 'reset', login: address, secret: newSecretText() } as const;
          await this.mails.put(tx, { ...reset, afterUndo: true }, now);
          if (left !== address) await this.mails.put(tx, { kind: 'email-changed', userId: id, to: left }, now);
          return true;
        },
        { userId: id },
      );
    } catch (error) {
      throw asConflict(error);
    }
  }

  private async undoOf(secret: string): Promise<UndoRow | undefined> {
    const values = [Uint8Array.from(sha256(secret)), this.clock.now()];
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<UndoRow[]>(UNDO, ...values));
    return rows[0];
  }

  private async held(tx: Transaction, userId: string, proof: MailedProof, now: Date): Promise<ProofRow | undefined> {
    if ('secret' in proof) {
      const hash = Uint8Array.from(sha256(proof.secret));
      return (await tx.$queryRawUnsafe<ProofRow[]>(PROOF_OF_LINK, userId, now, hash))[0];
    }
    const [row] = await tx.$queryRawUnsafe<ProofRow[]>(PROOF_OF_CODE, userId, now, TRIES, proof.address);
    if (row?.code_mac === undefined) return undefined;
    return sameHash(row.code_mac, codeMac(this.key, row.hash, proof.code)) ? row : undefined;
  }
}

function userOf(id: string) {
  return { type: 'user', id };
}

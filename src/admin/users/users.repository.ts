import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { Profile } from '../../protocol/profile.js';
import { Conflict } from '../../protocol/refusal.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { newSecretText, sha256 } from '../../secrets/secrets.js';
import type { NewPassword, NewUser, ReplacedPassword, ProfilePlan, UserChange, UserJudge, UserRecord } from './user.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import type { AlsoLocked } from '../../persistence/database/hold-standing.js';
import { endOfUser, recordedWrite } from '../../persistence/database/recorded-write.js';
import { jsonDocument } from '../../persistence/database/json-document.js';
import { followUserEnd } from '../../persistence/sessions/session-aftermath.js';
import { MailsToSend } from '../../persistence/mail/mails-to-send.js';
import { refuseChanged } from '../../persistence/accounts/factor-changes.js';
import { endKeys } from '../../persistence/accounts/end-keys.js';
import { refuseLastAdmin } from '../../persistence/accounts/last-admin.js';
import { passwordLinkMail } from './password-link.js';
import { endUndoLinks, tellDecidedAddress, tellPendingAddress } from '../../persistence/mail/address-mails.js';
import { asConflict, RECORD, recordOf } from '../../persistence/accounts/user-rows.js';
import { UserDeletion } from './user-deletion.repository.js';
import { actionsOf, changedFields, difference, endsEverything } from './user-change.js';

/** Any number will do, as long as nothing else uses it. */
const FIRST_USER_LOCK = 4_802_002;

/** The users. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class UsersRepository {
  private readonly deletion: UserDeletion;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly clock: Clock,
  ) {
    this.deletion = new UserDeletion(database, feed, clock);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.database.query((prisma) => prisma.user.findFirst({ select: { id: true } }))) === null;
  }

  /** Creates the administrator of a first start; undefined when there is any user already. One node at a time. */
  async createFirst(user: NewUser, event: AuditEvent): Promise<string | undefined> {
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${String(FIRST_USER_LOCK)})`);
      if ((await tx.user.findFirst({ select: { id: true } })) !== null) return undefined;
      const { id } = await tx.user.create({
        data: { id: uuidv7(), ...user, profile: jsonDocument(user.profile) },
        select: { id: true },
      });
      await audit(tx, { ...event, target: { type: 'user', id } }, this.clock.now());
      return id;
    });
  }

  /** @throws Conflict when the e-mail address or user name is another's */
  async create(user: NewUser, by: DoneBy, invited: boolean): Promise<UserRecord> {
    const now = this.clock.now();
    return this.write(by, {}, async (tx) => {
      const row = await tx.user.create({
        data: { id: uuidv7(), ...user, profile: jsonDocument(user.profile), createdAt: now, updatedAt: now },
        select: RECORD,
      });
      const event = { action: 'user.create', outcome: 'success', target: userOf(row.id) } as const;
      await audit(tx, { ...by, ...event, details: { role: row.role } }, now);
      if (invited) await this.mails.put(tx, passwordLinkMail(row, 'invitation'), now);
      return recordOf(row);
    });
  }

  async find(id: string): Promise<UserRecord | undefined> {
    const row = await this.database.query((prisma) => prisma.user.findUnique({ where: { id }, select: RECORD }));
    return row === null ? undefined : recordOf(row);
  }

  async findByEmail(email: string): Promise<UserRecord | undefined> {
    const row = await this.database.query((prisma) => prisma.user.findUnique({ where: { email }, select: RECORD }));
    return row === null ? undefined : recordOf(row);
  }

  /**
   * Changes a user; undefined when there is none. Disabling, another role and another password end every sign-in,
   * session, access token, API key and consent of that user in the same transaction.
   * @param asked `proved`: the account when its owner was proved for it
   * @throws Conflict for another's e-mail address or user name, where the account has changed since it was proved, and
   * rather than leave the server without an admin who can sign in, however many such changes run at once
   */
  async change(
    id: string,
    asked: Omit<UserChange, 'profile'> & { profile?: Profile | ProfilePlan | undefined; proved?: ProvedAccount },
    by: DoneBy,
    judge?: UserJudge,
  ): Promise<UserRecord | undefined> {
    const now = this.clock.now();
    const admins = asked.role === 'member' || asked.disabled === true;
    return this.write(by, { userId: id, admins }, async (tx, changes) => {
      if (admins) await refuseLastAdmin(tx, id);
      if (asked.proved !== undefined) await refuseChanged(tx, asked.proved);
      const before = await tx.user.findUnique({ where: { id }, select: RECORD });
      if (before === null) return undefined;
      const current = recordOf(before);
      judge?.(current);
      const profileAfter = typeof asked.profile === 'function' ? asked.profile(current.profile) : asked.profile;
      const made = difference(current, { ...asked, profile: profileAfter });
      const fields = changedFields(made);
      if (fields.length === 0) return current;

      const ending = endsEverything(made);
      const { disabled, profile, ...columns } = made;
      const isReset = made.passwordHash !== undefined;
      const row = await tx.user.update({
        where: { id },
        data: {
          // asked for by who knew the former password
          ...(isReset && { pendingEmail: null }),
          ...columns,
          ...(profile !== undefined && { profile: jsonDocument(profile) }),
          updatedAt: now,
          ...(made.email === undefined ? {} : { emailVerified: asked.emailVerified ?? false }),
          ...(disabled === undefined ? {} : { disabledAt: disabled ? now : null }),
          ...(ending ? { epoch: { increment: 1 }, keysEpoch: { increment: 1 } } : {}),
        },
        select: { ...RECORD, epoch: true },
      });
      if (ending) {
        changes.push(endOfUser(id, now, row.epoch));
        await endKeys(tx, changes, id, now);
        await followUserEnd(tx, id, row.epoch - 1, now);
      } else changes.push({ kind: 'user', subject: id });
      for (const action of actionsOf(made)) {
        await audit(tx, { ...by, action, outcome: 'success', target: userOf(id), details: { fields } }, now);
      }
      // an administrator has decided whose account it is: a link of before may be in the mailbox of a thief
      if (isReset || made.email !== undefined) await endUndoLinks(tx, id, now);
      if (isReset) await this.mails.put(tx, { kind: 'password-changed', userId: id }, now);
      await tellPendingAddress(tx, this.mails, { userId: id, address: made.pendingEmail }, now);
      if (made.email !== undefined) {
        await tellDecidedAddress(tx, this.mails, { userId: id, former: current.email, address: made.email }, now);
      }
      return recordOf(row);
    });
  }

  /**
   * Replaces a password, ends every sign-in and session but those to keep, and forgets an address that waits to be proved,
   * at once; the kept session goes on under a new secret.
   * @throws Conflict where another password was set since the owner was proved, by a mailed reset that keeps sign-ins, too
   */
  async replacePassword(to: NewPassword, by: DoneBy): Promise<ReplacedPassword> {
    const { passwordHash, keep } = to;
    const { id: userId, epoch, proofEpoch, passwordChangeRequired } = to.account;
    const now = this.clock.now();
    return this.write(by, { userId }, async (tx, changes) => {
      const { count } = await tx.user.updateMany({
        where: { id: userId, epoch, proofEpoch, disabledAt: null },
        data: {
          ...{ passwordHash, epoch: { increment: 1 }, updatedAt: now },
          // asked for by who knew the former password
          pendingEmail: null,
          ...(passwordChangeRequired && { passwordChangeRequired: false }),
        },
      });
      if (count === 0) throw new Conflict('new_password', 'was not set: the account has changed just now');
      const kept = { userId, userEpoch: epoch, revokedAt: null };
      const lifted = { userEpoch: epoch + 1 };
      if (keep.signInId !== null) await tx.signIn.updateMany({ where: { id: keep.signInId, ...kept }, data: lifted });
      const sessionSecret = keep.sessionId === null ? undefined : newSecretText();
      if (keep.sessionId !== null && sessionSecret !== undefined) {
        const secretHash = Uint8Array.from(sha256(sessionSecret));
        await tx.session.updateMany({ where: { id: keep.sessionId, ...kept }, data: { ...lifted, secretHash } });
      }
      await followUserEnd(tx, userId, epoch, now);
      changes.push({ ...endOfUser(userId, now, epoch + 1), exceptSignIn: keep.signInId ?? undefined });
      await audit(tx, { ...by, action: 'user.password-change', outcome: 'success', target: userOf(userId) }, now);
      await this.mails.put(tx, { kind: 'password-changed', userId, clientId: by.onPagesOf }, now);
      return { sessionSecret };
    });
  }

  /**
   * Deletes a user with everything they own, and ends what their applications made for others; false when there is none.
   * @throws Conflict for the last admin who can sign in
   */
  delete(id: string, by: DoneBy, judge: UserJudge): Promise<boolean> {
    return this.deletion.run(id, by, judge);
  }

  private async write<T>(
    by: DoneBy,
    also: AlsoLocked,
    work: (tx: Transaction, changes: Change[]) => Promise<T>,
  ): Promise<T> {
    try {
      return await recordedWrite(this.database, this.feed, by, work, also);
    } catch (error) {
      throw asConflict(error);
    }
  }
}

function userOf(id: string) {
  return { type: 'user', id };
}

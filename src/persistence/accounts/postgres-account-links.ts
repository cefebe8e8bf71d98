import { Injectable } from '@nestjs/common';
import {
  AccountLinks,
  type FoundLink,
  LINK_LIFETIME,
  type LinkedAccount,
  type LinkedPassword,
  type NewLink,
  type NewProof,
} from '../../auth/recovery/account-links.js';
import { Clock } from '../../clock/clock.js';
import { accountName } from '../../protocol/account-name.js';
import type { Origin } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { sha256 } from '../../secrets/secrets.js';
import { audit } from '../audit/audit-rows.js';
import { Database, type HotStatement } from '../database/database.js';
import { endOfUser, recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { MailsToSend } from '../mail/mails-to-send.js';
import { followUserEnd } from '../sessions/session-aftermath.js';
import { codeMac } from './code-mac.js';
import { endKeys } from './end-keys.js';

/** $1: the hash; $2: the purpose; $3: now; $4: until when; $5 to $7: id, address, user name; $8: the application. */
const ISSUE: HotStatement = {
  name: 'account_link_issue',
  text: `WITH owner AS (
           SELECT id, epoch, email, username, name FROM users
            WHERE (id = $5::uuid OR email = $6 OR username = $7) AND disabled_at IS NULL LIMIT 1
         ), issued AS (
           INSERT INTO account_links (hash, purpose, user_id, user_epoch, email, created_at, expires_at, client_id)
           SELECT $1, $2, id, epoch, email, $3::timestamptz, $4::timestamptz, $8 FROM owner
           ON CONFLICT (hash) DO UPDATE SET expires_at = EXCLUDED.expires_at
         )
         SELECT id, email, username, name FROM owner`,
};

/** `l` with its account `u`, where it holds: $1: the hash; $2: now. */
const HOLDS = `account_links l JOIN users u ON u.id = l.user_id
  WHERE l.hash = $1 AND l.purpose IN ('reset', 'invitation') AND l.used_at IS NULL AND l.expires_at > $2::timestamptz
    AND u.epoch = l.user_epoch AND u.email = l.email AND u.disabled_at IS NULL`;

const FIND: HotStatement = {
  name: 'account_link_find',
  text: `SELECT l.purpose, l.client_id AS "clientId", u.id, u.email, u.username, u.name,
                u.password_change_required AS "passwordChangeRequired" FROM ${HOLDS}`,
};

/** $1: the hash; $2: the account; $3: when it was asked for; $4: until when; $5: the address; $6: the code's HMAC. */
const ISSUE_PROOF: HotStatement = {
  name: 'account_link_issue_proof',
  text: `WITH owner AS (
           SELECT id, epoch, email FROM users
            WHERE id = $2::uuid AND disabled_at IS NULL
              AND (pending_email = $5 OR (email = $5 AND NOT email_verified))
         ), earlier AS (
           UPDATE account_links SET code_mac = NULL
            WHERE user_id IN (SELECT id FROM owner) AND purpose = 'verify' AND code_mac IS NOT NULL
              AND created_at < $3::timestamptz AND hash <> $1
         ), issued AS (
           INSERT INTO account_links (hash, purpose, user_id, user_epoch, email, created_at, expires_at, address, code_mac)
           SELECT $1, 'verify', id, epoch, email, $3::timestamptz, $4::timestamptz, $5, $6 FROM owner
           ON CONFLICT (hash) DO UPDATE SET expires_at = EXCLUDED.expires_at
         )
         SELECT id FROM owner`,
};

type FoundRow = FoundLink & Record<string, unknown>;

@Injectable()
export class PostgresAccountLinks extends AccountLinks {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {
    super();
  }

  async issue({ purpose, secret, of, clientId }: NewLink): Promise<LinkedAccount | undefined> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LINK_LIFETIME[purpose] * 1000);
    const login = 'login' in of ? accountName(of.login) : undefined;
    const isEmail = login?.includes('@') === true;
    const names = ['userId' in of ? of.userId : null, isEmail ? login : null, isEmail ? null : (login ?? null)];
    const [owner] = await this.database.run<FoundRow>(ISSUE, [sha256(secret), purpose, now, until, ...names, clientId]);
    return owner;
  }

  async issueProof({ userId, address, secret, code, askedAt }: NewProof): Promise<boolean> {
    const until = new Date(this.clock.now().getTime() + LINK_LIFETIME.verify * 1000);
    const hash = sha256(secret);
    const mac = codeMac(this.key, hash, code);
    return (await this.database.run(ISSUE_PROOF, [hash, userId, askedAt, until, address, mac])).length > 0;
  }

  async find(secret: string): Promise<FoundRow | undefined> {
    const [found] = await this.database.run<FoundRow>(FIND, [sha256(secret), this.clock.now()]);
    return found;
  }

  async setPassword(secret: string, password: LinkedPassword, origin: Origin): Promise<boolean> {
    const { passwordHash, passwordChangeRequired, keepsRest } = password;
    const now = this.clock.now();
    const seen = await this.find(secret);
    if (seen === undefined) return false;
    const { id, clientId } = seen;
    return recordedWrite(
      this.database,
      this.feed,
      UNCONDITIONAL,
      async (tx, changes) => {
        const held = await tx.$queryRawUnsafe<{ epoch: number }[]>(
          `SELECT u.epoch FROM ${HOLDS} FOR UPDATE OF l`,
          Uint8Array.from(sha256(secret)),
          now,
        );
        const epoch = held[0]?.epoch;
        if (epoch === undefined) return false;
        // the undo of a change of address belongs to who had the account before
        await tx.accountLink.updateMany({
          where: { userId: id, purpose: { not: 'undo' }, usedAt: null },
          data: { usedAt: now },
        });
        await tx.user.update({
          where: { id },
          data: {
            ...{
              passwordHash,
              updatedAt: now,
              emailVerified: true,
              emailSelfGiven: false,
              proofEpoch: { increment: 1 },
            },
            ...(passwordChangeRequired && { passwordChangeRequired: false }),
            ...(keepsRest ? {} : { epoch: { increment: 1 }, keysEpoch: { increment: 1 }, pendingEmail: null }),
          },
        });
        if (keepsRest) changes.push({ kind: 'user', subject: id });
        else {
          changes.push(endOfUser(id, now, epoch + 1));
          await endKeys(tx, changes, id, now);
          await followUserEnd(tx, id, epoch, now);
        }
        const event = {
          ...{ action: 'user.password-recover' as const, outcome: 'success' as const, details: { ended: !keepsRest } },
          actor: { type: 'user' as const, id },
          target: { type: 'user', id },
          ...{ address: origin.address, requestId: origin.requestId },
        };
        await audit(tx, event, now);
        await this.mails.put(tx, { kind: 'password-changed', userId: id, clientId: clientId ?? undefined }, now);
        return true;
      },
      { userId: id },
    );
  }
}

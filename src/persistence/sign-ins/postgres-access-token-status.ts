import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { StoreBounds } from '../../bounds/store-bounds.js';
import { Clock } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import { AccessTokenStatus } from '../../oauth/stores/access-token-status.js';
import type { Application, RevokedBy } from '../../oauth/stores/applications.js';
import { hasProved, ownerName } from '../../oauth/stores/caller-of.js';
import { type AccessTokenClaims, linksOf } from '../../oauth/tokens/access-token.js';
import { Revocations } from '../../oauth/tokens/revocations.js';
import { isPairwise } from '../../oauth/tokens/subject-identifiers.js';
import { AUDIT_COLUMNS, auditing, auditValues, revocationEvent } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database, type HotStatement } from '../database/database.js';
import { GatheredStatement } from '../database/gathered-statement.js';
import { MILLISECONDS } from '../../protocol/durations.js';

/** The rule of the memory, asked of the tables themselves. */
const IS_LIVE: HotStatement = {
  name: 'access_token_is_live',
  text: `SELECT NOT EXISTS (SELECT FROM change_feed WHERE kind = 'token' AND subject = ANY($1::text[]))
            AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::int[]) AS l (client_id, epoch)
                             WHERE NOT EXISTS (SELECT FROM applications a
                                                WHERE a.client_id = l.client_id AND a.epoch <= l.epoch AND a.disabled_at IS NULL))
            AND ($4::uuid IS NULL OR EXISTS (
                  SELECT FROM sign_ins s JOIN users u ON u.id = s.user_id
                   WHERE s.id = $4 AND s.revoked_at IS NULL AND u.epoch = s.user_epoch AND u.disabled_at IS NULL)) AS live`,
};

const ACCOUNT_OF: HotStatement = { name: 'sign_in_account', text: 'SELECT user_id FROM sign_ins WHERE id = $1' };
const REMEMBERED = 50_000;
/** Bytes of a revocation, its audit event included. */
const ROW = 512;

const REVOKE_TOKEN = {
  name: 'access_token_revoke',
  columns: { jti: 'text', until: 'timestamptz', ...AUDIT_COLUMNS },
  locks: null,
  text: `, told AS (INSERT INTO change_feed (kind, subject, until) SELECT 'token', jti, until FROM r) ${auditing('r')}`,
} as const;

@Injectable()
export class PostgresAccessTokenStatus extends AccessTokenStatus {
  private readonly revoking: GatheredStatement<keyof typeof REVOKE_TOKEN.columns>;
  /** By sign-in, which never changes hands. */
  private readonly accounts = new LRUCache<string, string>({
    maxSize: REMEMBERED, // a `max` would set aside memory for all of them at once
    sizeCalculation: () => 1,
  });

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
    private readonly bounds: StoreBounds,
  ) {
    super();
    this.revoking = new GatheredStatement(database, REVOKE_TOKEN);
  }

  isLive(claims: AccessTokenClaims): boolean | Promise<boolean> {
    if (!this.feed.isFresh()) return this.ask(claims);
    if (claims.sid === undefined) return !this.revocations.has(claims);
    const account = this.accountOf(claims);
    return account instanceof Promise ? account.then((id) => this.holds(claims, id)) : this.holds(claims, account);
  }

  accountOf({ sid, sub }: AccessTokenClaims): string | undefined | Promise<string | undefined> {
    if (sid === undefined) return undefined;
    return isPairwise(sub) ? (this.accounts.get(sid) ?? this.loadAccount(sid)) : sub;
  }

  async revoke(claims: AccessTokenClaims, application: Application, by: RevokedBy): Promise<void> {
    const until = new Date(claims.exp * 1000);
    const aDay = new Date(this.clock.now().getTime() + MILLISECONDS.day);
    const caller = payerOf(application, await this.accountOf(claims), by);
    this.bounds.enforceAll([
      { kind: 'revoked_tokens', caller: claims.client_id, row: { bytes: ROW, until } },
      { kind: 'token_revocations', caller, row: { bytes: ROW, until: aDay } },
    ]);
    const event = revocationEvent(by, { type: 'access-token', id: claims.jti }, claims.client_id);
    await this.revoking.run({ jti: claims.jti, until, ...auditValues(event, this.clock.now()) });
    this.feed.published([{ kind: 'token', subject: claims.jti, until }]);
  }

  private holds(claims: AccessTokenClaims, account: string | undefined): boolean {
    return account !== undefined && !this.revocations.has(claims, account);
  }

  private async loadAccount(signInId: string): Promise<string | undefined> {
    const [row] = await this.database.run<{ user_id: string }>(ACCOUNT_OF, [signInId]);
    if (row !== undefined) this.accounts.set(signInId, row.user_id);
    return row?.user_id;
  }

  private async ask(claims: AccessTokenClaims): Promise<boolean> {
    const links = linksOf(claims);
    const [row] = await this.database.run<{ live: boolean }>(IS_LIVE, [
      links.map(([jti]) => jti),
      links.map(([, clientId]) => clientId),
      links.map(([, , epoch]) => epoch),
      claims.sid ?? null,
    ]);
    return row?.live === true;
  }
}

/**
 * The name that a revocation is charged to: the owner of an application that proved who it is, over all applications;
 * otherwise the person whose token it is, or the network, because a caller can create any number of other applications.
 */
function payerOf(application: Application, account: string | undefined, { address }: RevokedBy): string {
  if (hasProved(application)) return ownerName(application);
  if (account !== undefined) return `person ${account}`;
  return address === null ? `application ${application.id}` : networkOf(address);
}

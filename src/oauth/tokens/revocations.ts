import type { TokenLink } from '../../protocol/standing.js';
import type { AccessTokenClaims } from './access-token.js';
import { parseEpochs } from './epochs.js';

/** An entry of the change feed that revokes access tokens before they expire. */
export interface RevocationEntry {
  kind: 'token' | 'sign-in' | 'user' | 'application';
  /** A `jti`, a sign-in's id, a user's id or a `client_id`. */
  subject: string;
  /** For users and applications: tokens with a lower epoch are revoked. */
  epoch?: number | undefined;
  exceptSignIn?: string | undefined;
  /** The expiry of the last token that it concerns. */
  until: Date;
}

/** Above every epoch, for what never comes back under the same id. */
export const LAST_EPOCH = 2_147_483_647;

interface EpochRule {
  epoch: number;
  exceptSignIn: string | undefined;
  until: number;
}

/** The live revocations, in memory: a bearer check is a set look-up. An entry is kept no longer than the tokens it revokes. */
export class Revocations {
  private readonly tokens = new Map<string, number>();
  private readonly signIns = new Map<string, number>();
  private readonly users = new Map<string, EpochRule[]>();
  private readonly applications = new Map<string, EpochRule[]>();

  apply(entry: RevocationEntry): void {
    const until = entry.until.getTime();
    switch (entry.kind) {
      case 'token':
        this.tokens.set(entry.subject, until);
        break;
      case 'sign-in':
        this.signIns.set(entry.subject, until);
        break;
      case 'user':
        addRule(this.users, entry, until);
        break;
      case 'application':
        addRule(this.applications, entry, until);
        break;
    }
  }

  /** `account`: the account of the sign-in, if the token's subject is pairwise. */
  has(claims: AccessTokenClaims, account = claims.sub): boolean {
    if (this.tokens.has(claims.jti)) return true;
    if (claims.sid !== undefined && this.signIns.has(claims.sid)) return true;
    if (claims.via?.some((link) => this.hasLink(link)) === true) return true;
    if (this.users.size === 0 && this.applications.size === 0) return false;
    const { user, application } = parseEpochs(claims.epoch);
    return (
      isOutlived(this.users.get(account), user, claims.sid) ||
      isOutlived(this.applications.get(claims.client_id), application, claims.sid)
    );
  }

  /** Whether a token that this one was exchanged for is revoked, by itself or with its application. */
  private hasLink([jti, clientId, epoch]: TokenLink): boolean {
    return this.tokens.has(jti) || isOutlived(this.applications.get(clientId), epoch, undefined);
  }

  /**
   * The epoch that an application begins with which has no row: above every token of one that was deleted. 0 once those
   * have all expired.
   */
  firstEpochOf(clientId: string, now: Date): number {
    const rules = this.applications.get(clientId) ?? [];
    const ended = rules.filter(({ epoch, until }) => epoch < LAST_EPOCH && until > now.getTime());
    return Math.max(0, ...ended.map(({ epoch }) => epoch));
  }

  /** Removes entries whose tokens have all expired. */
  prune(now: Date): void {
    const time = now.getTime();
    for (const map of [this.tokens, this.signIns]) {
      for (const [subject, until] of map) if (until <= time) map.delete(subject);
    }
    for (const map of [this.users, this.applications]) {
      for (const [subject, rules] of map) {
        const live = rules.filter((rule) => rule.until > time);
        if (live.length === 0) map.delete(subject);
        else map.set(subject, live);
      }
    }
  }

  get size(): number {
    return this.tokens.size + this.signIns.size + this.users.size + this.applications.size;
  }
}

function addRule(rules: Map<string, EpochRule[]>, entry: RevocationEntry, until: number): void {
  const { epoch, exceptSignIn } = entry;
  if (epoch === undefined) return;
  const others = (rules.get(entry.subject) ?? []).filter((rule) => rule.epoch !== epoch);
  rules.set(entry.subject, [...others, { epoch, exceptSignIn, until }]);
}

function isOutlived(rules: EpochRule[] | undefined, epoch: number, signIn: string | undefined): boolean {
  if (rules === undefined) return false;
  return rules.some((rule) => epoch < rule.epoch && (rule.exceptSignIn === undefined || rule.exceptSignIn !== signIn));
}

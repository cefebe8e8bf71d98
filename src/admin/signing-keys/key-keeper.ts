import { Injectable } from '@nestjs/common';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { KeyRing, type SigningKey } from '../../oauth/tokens/key-ring.js';
import { lastExpiry } from '../../oauth/tokens/lifetimes.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { DEFAULT_ID_TOKEN_ALG } from '../../protocol/client-metadata.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';
import { stateOf } from './key-state.js';
import { newSigningKey } from './new-signing-key.js';
import type { SigningKeyFacts, Withdrawal } from './signing-key.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { notYetSigning, planWithdrawal } from './withdrawal.js';

/** Milliseconds a key that was asked for is published before it signs: twice what verifiers may keep the old list. */
const ASKED_AHEAD = 600_000;
/**
 * The most by which a key on schedule is: some verifiers fetch the keys each hour or two, and not for a key they do not
 * know. Where keys are replaced each day, it is half of that.
 */
const SCHEDULED_AHEAD = MILLISECONDS.day;
/** Milliseconds by which a key made on demand is backdated: its first caller read the clock before. */
const HEAD_START = MILLISECONDS.minute;

const BY_SYSTEM = {
  action: 'signing-key.create',
  outcome: 'success',
  actor: { type: 'system', id: null },
  address: null,
  requestId: null,
  ...UNCONDITIONAL,
} as const satisfies AuditEvent & DoneBy;

/** The next key of an algorithm, as it is asked for. */
interface Wish {
  isWanted: (keys: SigningKeyFacts[]) => boolean;
  /** Milliseconds that it is published before it signs. */
  ahead: number;
  /** Whether the keys that have not signed yet go as it comes. */
  replaces: boolean;
  event: AuditEvent & DoneBy;
}

/**
 * Keeps the key ring in step with the store, and rotates: the next key is published before it signs, the old one
 * stays published until its last token has expired.
 */
@Injectable()
export class KeyKeeper {
  private reading = Promise.resolve();
  /** Whether the ring may hold a key that was removed: a reading failed, or is under way. */
  private isBehind = false;
  private isCatchingUp = false;
  private readonly making = new Map<SigningAlgorithm, Promise<void>>();

  constructor(
    private readonly store: SigningKeysRepository,
    private readonly ring: KeyRing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** What there is always a key of: for access tokens, and for id_tokens of applications that name nothing else. */
  private get needed(): readonly SigningAlgorithm[] {
    return [...new Set([this.settings.signingAlg, DEFAULT_ID_TOKEN_ALG] as const)];
  }

  /** Reads the keys, and makes the very first one: a pair of RSA keys can wait until it is asked for, or tended to. */
  async load(): Promise<void> {
    this.store.onChange(() => void this.reload().catch(() => undefined));
    this.ring.makeFirst = (alg) => this.makeFirstOnce(alg);
    await this.reload();
    await this.ring.ready([this.settings.signingAlg], this.clock.now());
  }

  /** One at a time: a pair of RSA keys takes a second of a core. */
  private makeFirstOnce(alg: SigningAlgorithm): Promise<void> {
    const underWay = this.making.get(alg);
    if (underWay !== undefined) return underWay;
    const making = this.makeFirst(alg).finally(() => this.making.delete(alg));
    this.making.set(alg, making);
    return making;
  }

  /** The first key of an algorithm signs at once, because no verifier has cached another. */
  private async makeFirst(alg: SigningAlgorithm): Promise<void> {
    const fresh = await newSigningKey(alg, new Date(this.clock.now().getTime() - HEAD_START));
    await this.store.add(
      alg,
      (existing) => (existing.some((key) => key.retiredAt === null) ? undefined : { key: fresh, drop: [] }),
      BY_SYSTEM,
      BY_SYSTEM,
    );
    await this.reload();
  }

  /** One reading after the other, so that an older list never replaces a newer one. */
  private reload(): Promise<void> {
    const reading = this.reading.catch(() => undefined).then(() => this.read());
    this.reading = reading;
    return reading;
  }

  private async read(): Promise<void> {
    this.isBehind = true;
    this.ring.replace(await this.store.all());
    this.isBehind = false;
  }

  /** Reads the keys again after a reading that failed, and while no change would be heard of. Run each second. */
  async catchUp(): Promise<void> {
    if (this.isCatchingUp || (!this.isBehind && this.store.hearsOfChanges())) return;
    this.isCatchingUp = true;
    try {
      await this.reload();
    } finally {
      this.isCatchingUp = false;
    }
  }

  /** Publishes the next key if the present one is due, and lets go of those that are done. Run now and then. */
  async tend(): Promise<void> {
    const now = this.clock.now();
    await this.ring.ready(this.needed, now);
    const period = this.settings.signingKeyRotationDays * MILLISECONDS.day;
    const ahead = Math.min(SCHEDULED_AHEAD, period / 2);
    const due = new Date(now.getTime() - period + ahead);
    for (const alg of this.ring.algorithms()) {
      const isWanted = (keys: SigningKeyFacts[]) => keys.every(({ signsFrom }) => signsFrom <= due);
      await this.publishNext(alg, { isWanted, ahead, replaces: false, event: BY_SYSTEM });
    }
    for (const key of await this.store.facts()) await this.letGo(key, now);
    await this.reload();
  }

  /**
   * Publishes the next key of each algorithm that is always needed and has one; they sign once every verifier can know
   * them. One on schedule that has signed nothing goes: who asks because the keys have leaked must not find it signing
   * tomorrow. The first of them, undefined when all were asked for already.
   */
  async rotate(event: AuditEvent & DoneBy): Promise<SigningKey | undefined> {
    const now = this.clock.now();
    const made: (SigningKey | undefined)[] = [];
    const held = this.ring.algorithms();
    // twice: what another node has just published signs a little later than ten minutes from here
    const soon = new Date(now.getTime() + 2 * ASKED_AHEAD);
    const isAsked = ({ createdAt, signsFrom }: SigningKeyFacts) =>
      signsFrom > now && signsFrom <= soon && signsFrom.getTime() - createdAt.getTime() <= 2 * ASKED_AHEAD;
    const isWanted = (keys: SigningKeyFacts[]) => !keys.some(isAsked);
    for (const alg of this.needed.filter((alg) => held.includes(alg)))
      made.push(await this.publishNext(alg, { isWanted, ahead: ASKED_AHEAD, replaces: true, event }));
    await this.reload();
    return made.find((key) => key !== undefined);
  }

  /** Takes a key out of service; see `planWithdrawal`. */
  async withdraw(kid: string, force: boolean, by: DoneBy): Promise<void> {
    const now = this.clock.now();
    const request = { kid, force, needed: this.needed, now };
    await this.store.withdraw((keys) => planWithdrawal(keys, request), now, { ...by, outcome: 'success' });
    await this.reload();
  }

  private async publishNext(alg: SigningAlgorithm, wish: Wish): Promise<SigningKey | undefined> {
    const lacksIt = (existing: SigningKeyFacts[]) => wish.isWanted(existing.filter((key) => key.alg === alg));
    if (!lacksIt(await this.store.facts())) return undefined;
    const key = await newSigningKey(alg, new Date(this.clock.now().getTime() + wish.ahead));
    const plan = (existing: SigningKeyFacts[]) => {
      if (!lacksIt(existing)) return undefined;
      const dropped = wish.replaces ? notYetSigning(existing, alg, this.clock.now()) : [];
      return { key, drop: dropped.map(({ kid }) => kid) };
    };
    return this.store.add(alg, plan, wish.event, wish.event);
  }

  /** What has a successor retires; what retired so long ago that nothing it signed can be live is removed. */
  private async letGo({ kid }: SigningKeyFacts, now: Date): Promise<void> {
    const plan = (keys: SigningKeyFacts[]): Withdrawal | undefined => {
      const key = keys.find((candidate) => candidate.kid === kid);
      if (key === undefined || stateOf(key, keys, now) !== 'retired') return undefined;
      if (key.retiredAt === null) return { act: 'retire', kid };
      const isDone = lastExpiry(key.retiredAt) < now;
      return isDone ? { act: 'remove', kid } : undefined;
    };
    if (plan(await this.store.facts()) !== undefined) await this.store.withdraw(plan, now, BY_SYSTEM);
  }
}

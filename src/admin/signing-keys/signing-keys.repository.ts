import { createPrivateKey, createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { contextOfKey, type SigningKey } from '../../oauth/tokens/key-ring.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';
import { SecretKey } from '../../secrets/secret-key.js';
import type { Addition, SigningKeyFacts, Withdrawal } from './signing-key.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { openStored } from '../../persistence/secret-key/open-stored.js';
import type { Prisma } from '../../persistence/generated/client.js';
import type { SigningKeyModel } from '../../persistence/generated/models.js';

const CHANGED: Change = { kind: 'keys', subject: 'ring' };
/** Any number will do, as long as nothing else uses it. */
const LOCK = 4_802_001;
const FACTS = { kid: true, alg: true, createdAt: true, signsFrom: true, retiredAt: true } as const;

/** The private half lies sealed at rest; only this store opens it. Every change is audited and told to every node. */
@Injectable()
export class SigningKeysRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {}

  all(): Promise<SigningKey[]> {
    return this.database.query(async (prisma) => this.opened(await prisma.signingKey.findMany()));
  }

  facts(): Promise<SigningKeyFacts[]> {
    return this.database.query(
      async (prisma) => (await prisma.signingKey.findMany({ select: FACTS })) as SigningKeyFacts[],
    );
  }

  /**
   * Adds what `plan` asks for after it has seen the keys of this algorithm, and removes what it drops. One node at a time, so that any
   * number of nodes may start together and find one key.
   */
  async add(
    alg: SigningAlgorithm,
    plan: (existing: SigningKeyFacts[]) => Addition | undefined,
    event: AuditEvent,
    by: Pick<DoneBy, 'standing'>,
  ): Promise<SigningKey | undefined> {
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${String(LOCK)})`);
      const existing = await tx.signingKey.findMany({ where: { alg }, select: FACTS });
      const addition = plan(existing as SigningKeyFacts[]);
      if (addition === undefined) return undefined;
      const { key, drop } = addition;
      await this.insert(tx, key);
      await audit(tx, { ...event, target: { type: 'signing-key', id: key.kid } }, this.clock.now());
      await this.drop(tx, drop, { by: event, at: this.clock.now() });
      changes.push(CHANGED);
      return key;
    });
  }

  /** Calls back when any node changed the keys. */
  onChange(listener: () => void): void {
    this.feed.subscribe('keys', listener);
  }

  /** Whether what other nodes change is heard of within the bound of the feed. */
  hearsOfChanges(): boolean {
    return this.feed.isFresh();
  }

  /**
   * Takes out of service what `plan` names after it has seen all keys, one node at a time; `plan` may throw a refusal.
   * A retired key signs nothing more, but what it has signed still holds; of a removed one nothing holds any more.
   */
  async withdraw(
    plan: (keys: SigningKeyFacts[]) => Withdrawal | undefined,
    at: Date,
    by: Omit<AuditEvent, 'action' | 'target'> & Pick<DoneBy, 'standing'>,
  ): Promise<void> {
    await recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${String(LOCK)})`);
      const withdrawal = plan((await tx.signingKey.findMany({ select: FACTS })) as SigningKeyFacts[]);
      if (withdrawal === undefined) return;
      const { act, kid } = withdrawal;
      if (act === 'remove') await this.drop(tx, withdrawal.drop ?? [], { by, at });
      if (act === 'retire') await tx.signingKey.update({ where: { kid }, data: { retiredAt: at } });
      else await this.delete(tx, withdrawal, at);
      await audit(tx, { ...by, action: `signing-key.${act}`, target: { type: 'signing-key', id: kid } }, at);
      changes.push(CHANGED);
    });
  }

  /** Forgets a key at once: what it has signed holds no more. */
  async remove(kid: string, event: AuditEvent): Promise<boolean> {
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const { count } = await tx.signingKey.deleteMany({ where: { kid } });
      if (count === 0) return false;
      await audit(tx, event, this.clock.now());
      changes.push(CHANGED);
      return true;
    });
  }

  /** Removes keys that have signed nothing. */
  private async drop(
    tx: Transaction,
    kids: readonly string[],
    { by, at }: { by: Omit<AuditEvent, 'action' | 'target'>; at: Date },
  ): Promise<void> {
    await tx.signingKey.deleteMany({ where: { kid: { in: [...kids] } } });
    for (const id of kids)
      await audit(tx, { ...by, action: 'signing-key.remove', target: { type: 'signing-key', id } }, at);
  }

  private async delete(
    tx: Transaction,
    { kid, promote }: Extract<Withdrawal, { act: 'remove' }>,
    at: Date,
  ): Promise<void> {
    await tx.signingKey.delete({ where: { kid } });
    if (promote !== undefined) await tx.signingKey.update({ where: { kid: promote }, data: { signsFrom: at } });
  }

  private async insert(tx: Transaction, key: SigningKey): Promise<void> {
    const der = key.privateKey.export({ format: 'der', type: 'pkcs8' });
    await tx.signingKey.create({
      data: {
        kid: key.kid,
        alg: key.alg,
        sealedKey: Uint8Array.from(this.secretKey.seal(der, contextOfKey(key.kid))),
        sealedWith: this.secretKey.fingerprint,
        publicJwk: key.publicJwk as Prisma.InputJsonObject,
        createdAt: this.clock.now(),
        signsFrom: key.signsFrom,
      },
    });
  }

  private opened(rows: SigningKeyModel[]): SigningKey[] {
    return rows.map((row) => {
      const der = openStored(this.secretKey, row.sealedKey, contextOfKey(row.kid));
      const publicJwk = row.publicJwk as Record<string, unknown>;
      return {
        kid: row.kid,
        alg: row.alg as SigningAlgorithm,
        privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
        publicKey: createPublicKey({ key: publicJwk as JsonWebKeyInput['key'], format: 'jwk' }),
        publicJwk,
        signsFrom: row.signsFrom,
        retiredAt: row.retiredAt,
      };
    });
  }
}

import { createPrivateKey, createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditEvent } from '../audit/audit-event.js';
import { Clock } from '../clock/clock.js';
import type { SigningAlgorithm, SigningKey } from '../oauth/tokens/key-ring.js';
import { SecretKey } from '../secrets/secret-key.js';
import { SigningKeyStore } from '../signing-keys/signing-key-store.js';
import { audit } from './audit-rows.js';
import { type Change, ChangeFeed } from './change-feed.js';
import { Database, type Transaction } from './database.js';
import type { SigningKeyModel } from './generated/models.js';

const CHANGED: readonly Change[] = [{ kind: 'keys', subject: 'ring' }];
/** Any number will do, as long as nothing else uses it. */
const LOCK = 4_802_001;

@Injectable()
export class PostgresSigningKeys extends SigningKeyStore {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {
    super();
  }

  all(): Promise<SigningKey[]> {
    return this.database.query(async (prisma) => this.opened(await prisma.signingKey.findMany()));
  }

  async add(
    alg: SigningAlgorithm,
    plan: (existing: SigningKey[]) => SigningKey | undefined,
    event: AuditEvent,
  ): Promise<SigningKey | undefined> {
    const added = await this.database.transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${String(LOCK)})`);
      const key = plan(this.opened(await tx.signingKey.findMany({ where: { alg } })));
      if (key === undefined) return undefined;
      await this.insert(tx, key);
      await audit(tx, { ...event, target: { type: 'signing-key', id: key.kid } }, this.clock.now());
      await this.feed.record(tx, CHANGED);
      return key;
    });
    if (added !== undefined) this.feed.published(CHANGED);
    return added;
  }

  onChange(listener: () => void): void {
    this.feed.subscribe('keys', listener);
  }

  async retire(kid: string, at: Date): Promise<void> {
    await this.database.query((prisma) =>
      prisma.signingKey.updateMany({ where: { kid, retiredAt: null }, data: { retiredAt: at } }),
    );
  }

  async remove(kid: string, event: AuditEvent | undefined): Promise<boolean> {
    const removed = await this.database.transaction(async (tx) => {
      const { count } = await tx.signingKey.deleteMany({ where: { kid } });
      if (count === 0) return false;
      if (event !== undefined) await audit(tx, event, this.clock.now());
      await this.feed.record(tx, CHANGED);
      return true;
    });
    if (removed) this.feed.published(CHANGED);
    return removed;
  }

  private async insert(tx: Transaction, key: SigningKey): Promise<void> {
    const der = key.privateKey.export({ format: 'der', type: 'pkcs8' });
    await tx.signingKey.create({
      data: {
        kid: key.kid,
        alg: key.alg,
        sealedKey: Uint8Array.from(this.secretKey.seal(der, contextOf(key.kid))),
        publicJwk: key.publicJwk as object,
        createdAt: this.clock.now(),
        signsFrom: key.signsFrom,
      },
    });
  }

  private opened(rows: SigningKeyModel[]): SigningKey[] {
    return rows.map((row) => {
      const der = this.secretKey.open(Buffer.from(row.sealedKey), contextOf(row.kid));
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

function contextOf(kid: string): string {
  return `signing-key ${kid}`;
}

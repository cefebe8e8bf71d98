import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { networkOf } from '../network/network.js';
import { Whitelist } from '../network/whitelist.js';
import type { Account } from '../oauth/stores/accounts.js';
import type { Origin } from '../protocol/origin.js';
import { newSecret, sha256 } from '../secrets/secrets.js';
import { type Session, Sessions } from '../sessions/sessions.js';
import { audit } from './audit-rows.js';
import { Database } from './database.js';

@Injectable()
export class PostgresSessions extends Sessions {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  async begin(account: Account, amr: readonly string[], origin: Origin): Promise<{ session: Session; secret: string }> {
    const now = this.clock.now();
    const secret = newSecret().toString('base64url');
    const expiresAt = new Date(now.getTime() + this.settings.sessionTtl * 1000);
    const session: Session = { id: uuidv7(), account, authenticatedAt: now, amr, expiresAt };
    await this.database.transaction(async (tx) => {
      await tx.session.create({
        data: {
          id: session.id,
          userId: account.id,
          userEpoch: account.epoch,
          secretHash: Uint8Array.from(sha256(secret)),
          authenticatedAt: now,
          amr: [...amr],
          ip: origin.address,
          userAgent: origin.userAgent?.slice(0, 256) ?? null,
          createdAt: now,
          expiresAt,
        },
      });
      const network = networkOf(origin.address);
      await tx.knownNetwork.upsert({
        where: { userId_network: { userId: account.id, network } },
        create: { userId: account.id, network, lastSeen: now },
        update: { lastSeen: now },
      });
      await audit(tx, this.event('session.begin', session.id, account.id, origin), now);
    });
    return { session, secret };
  }

  async find(secret: string): Promise<Session | undefined> {
    const now = this.clock.now();
    const row = await this.database.query((prisma) =>
      prisma.session.findFirst({
        where: { secretHash: Uint8Array.from(sha256(secret)), revokedAt: null, expiresAt: { gt: now } },
        include: { user: { include: { ipEntries: true }, omit: { passwordHash: true } } },
      }),
    );
    if (row === null || row.user.disabledAt !== null || row.user.epoch !== row.userEpoch) return undefined;
    const { user } = row;
    return {
      id: row.id,
      account: {
        id: user.id,
        number: user.accountNumber,
        email: user.email,
        emailVerified: user.emailVerified,
        username: user.username,
        name: user.name,
        role: user.role,
        disabled: false,
        epoch: user.epoch,
        updatedAt: user.updatedAt,
        whitelist: Whitelist.of(user.ipEntries.map((entry) => entry.cidr)),
      },
      authenticatedAt: row.authenticatedAt,
      amr: row.amr,
      expiresAt: row.expiresAt,
    };
  }

  async end(id: string, userId: string, origin: Origin): Promise<boolean> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const { count } = await tx.session.updateMany({
        where: { id, userId, revokedAt: null },
        data: { revokedAt: now },
      });
      if (count > 0) await audit(tx, this.event('session.end', id, userId, origin), now);
      return count > 0;
    });
  }

  private event(action: string, sessionId: string, userId: string, origin: Origin) {
    return {
      action,
      outcome: 'success' as const,
      actor: { type: 'user' as const, id: userId },
      target: { type: 'session', id: sessionId },
      address: origin.address,
      requestId: origin.requestId,
    };
  }
}

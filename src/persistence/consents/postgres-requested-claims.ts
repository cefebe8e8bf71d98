import { Injectable } from '@nestjs/common';
import { Remembered, sizeOfData } from '../../bounds/remembered.js';
import { type Requested, RequestedClaims } from '../../oidc/requested-claims.js';
import type { PersonalClaim } from '../../protocol/claims.js';
import { Database, type HotStatement } from '../database/database.js';

const REMEMBERED = 50_000;

const REQUESTED: HotStatement = {
  name: 'sign_in_requested_claims',
  text: `SELECT request->'claims'->'userinfo' AS claims, scope FROM sign_ins WHERE id = $1`,
};

@Injectable()
export class PostgresRequestedClaims extends RequestedClaims {
  private readonly remembered = new Remembered<Requested>({
    entries: REMEMBERED,
    bytes: REMEMBERED * 512,
    sizeOf: sizeOfData,
  });

  constructor(private readonly database: Database) {
    super();
  }

  of(signInId: string): Promise<Requested> | Requested {
    return this.remembered.get(signInId) ?? this.load(signInId);
  }

  private async load(signInId: string): Promise<Requested> {
    const [row] = await this.database.run<{ claims: PersonalClaim[] | null; scope: string }>(REQUESTED, [signInId]);
    const requested = { claims: row?.claims ?? [], scopes: row?.scope.split(' ') ?? [] };
    if (row !== undefined) this.remembered.set(signInId, requested);
    return requested;
  }
}

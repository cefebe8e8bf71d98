import { Injectable } from '@nestjs/common';
import { Remembered, sizeOfData } from '../../bounds/remembered.js';
import { RequestedClaims } from '../../oidc/requested-claims.js';
import type { PersonalClaim } from '../../protocol/claims.js';
import { Database, type HotStatement } from '../database/database.js';

const REMEMBERED = 50_000;

const REQUESTED: HotStatement = {
  name: 'sign_in_requested_claims',
  text: `SELECT request->'claims'->'userinfo' AS claims FROM sign_ins WHERE id = $1`,
};

@Injectable()
export class PostgresRequestedClaims extends RequestedClaims {
  private readonly remembered = new Remembered<readonly PersonalClaim[]>({
    entries: REMEMBERED,
    bytes: REMEMBERED * 512,
    sizeOf: sizeOfData,
  });

  constructor(private readonly database: Database) {
    super();
  }

  of(signInId: string): Promise<readonly PersonalClaim[]> | readonly PersonalClaim[] {
    return this.remembered.get(signInId) ?? this.load(signInId);
  }

  private async load(signInId: string): Promise<readonly PersonalClaim[]> {
    const [row] = await this.database.run<{ claims: PersonalClaim[] | null }>(REQUESTED, [signInId]);
    const claims = row?.claims ?? [];
    if (row !== undefined) this.remembered.set(signInId, claims);
    return claims;
  }
}

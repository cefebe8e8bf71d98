import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Sectored, sectorOf } from '../../protocol/sector.js';
import { SecretKey } from '../../secrets/secret-key.js';

const PAIRWISE_LENGTH = 43;

/**
 * The subject identifier of a person for an application: the user's id, or for `pairwise` one that is unique to a sector.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes
 */
@Injectable()
export class SubjectIdentifiers {
  constructor(private readonly secretKey: SecretKey) {}

  of(userId: string, application: Sectored): string {
    const sector = sectorOf(application);
    if (sector === undefined) return userId;
    return createHmac('sha256', this.secretKey.lastingKeyFor('pairwise subjects'))
      .update(`${sector} ${userId}`)
      .digest('base64url');
  }
}

/** Whether a subject is a pairwise name, 256 bits in base64url: account ids are shorter. */
export function isPairwise(subject: string): boolean {
  return subject.length === PAIRWISE_LENGTH;
}

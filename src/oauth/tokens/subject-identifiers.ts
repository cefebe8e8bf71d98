import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hostsOf, OWN_DEVICE } from '../../protocol/sector.js';
import { SecretKey } from '../../secrets/secret-key.js';
import type { Application } from '../stores/applications.js';

const PAIRWISE_LENGTH = 43;

/**
 * The subject identifier of a person for an application: the user's id, or for `pairwise` one that is unique to a sector.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes
 */
@Injectable()
export class SubjectIdentifiers {
  constructor(private readonly secretKey: SecretKey) {}

  of(userId: string, application: Pick<Application, 'clientId' | 'redirectUris' | 'metadata'>): string {
    if (application.metadata.subject_type !== 'pairwise') return userId;
    return createHmac('sha256', this.secretKey.lastingKeyFor('pairwise subjects'))
      .update(`${sectorOf(application)} ${userId}`)
      .digest('base64url');
  }
}

/** Whether a subject is a pairwise name, 256 bits in base64url: account ids are shorter. */
export function isPairwise(subject: string): boolean {
  return subject.length === PAIRWISE_LENGTH;
}

/**
 * Section 8.1: the host of the sector identifier, or the common host of the registered redirect URIs.
 * Native applications have no host of their own, so each is its own sector.
 */
function sectorOf({ clientId, redirectUris, metadata }: Pick<Application, 'clientId' | 'redirectUris' | 'metadata'>) {
  if (metadata.sector_identifier_uri !== undefined) return new URL(metadata.sector_identifier_uri).hostname;
  const hosts = hostsOf(redirectUris);
  const [host] = hosts;
  return host !== undefined && host !== OWN_DEVICE && hosts.size === 1 ? host : `client ${clientId}`;
}

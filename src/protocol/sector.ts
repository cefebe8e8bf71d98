import type { ClientMetadata } from './client-metadata.js';

/** The sector of native applications, which share no host of their own. */
export const OWN_DEVICE = '';

/**
 * The hosts that distinguish pairwise subjects, if no sector identifier is registered.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg
 */
export function hostsOf(redirectUris: readonly string[]): ReadonlySet<string> {
  return new Set(redirectUris.map((uri) => (uri.startsWith('https://') ? new URL(uri).hostname : OWN_DEVICE)));
}

/** What the subjects of an application depend on. */
export interface Sectored {
  clientId: string;
  redirectUris: readonly string[];
  metadata: Pick<ClientMetadata, 'subject_type' | 'sector_identifier_uri'>;
}

/**
 * Section 8.1: the host of the sector identifier, or the common host of the registered redirect URIs. Native applications
 * have no host of their own, so each is its own sector. Undefined: its subjects are public.
 */
export function sectorOf({ clientId, redirectUris, metadata }: Sectored): string | undefined {
  if (metadata.subject_type !== 'pairwise') return undefined;
  if (metadata.sector_identifier_uri !== undefined) return new URL(metadata.sector_identifier_uri).hostname;
  const hosts = hostsOf(redirectUris);
  const [host] = hosts;
  return host !== undefined && host !== OWN_DEVICE && hosts.size === 1 ? host : `client ${clientId}`;
}

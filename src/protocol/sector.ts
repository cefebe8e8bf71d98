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

/** The sector whose subjects the application is told; native ones are each their own. Undefined: its subjects are public. */
export function sectorOf(application: Sectored): string | undefined {
  if (application.metadata.subject_type !== 'pairwise') return undefined;
  return sectorHostOf(application) ?? `client ${application.clientId}`;
}

/** Section 8.1: the host of the sector identifier, or the common host of the registered redirect URIs. */
export function sectorHostOf({ redirectUris, metadata }: Omit<Sectored, 'clientId'>): string | undefined {
  if (metadata.subject_type !== 'pairwise') return undefined;
  if (metadata.sector_identifier_uri !== undefined) return new URL(metadata.sector_identifier_uri).hostname;
  const hosts = hostsOf(redirectUris);
  const [host] = hosts;
  return host !== OWN_DEVICE && hosts.size === 1 ? host : undefined;
}

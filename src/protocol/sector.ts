/** The sector of native applications, which share no host of their own. */
export const OWN_DEVICE = '';

/**
 * The hosts that distinguish pairwise subjects, if no sector identifier is registered.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg
 */
export function hostsOf(redirectUris: readonly string[]): ReadonlySet<string> {
  return new Set(redirectUris.map((uri) => (uri.startsWith('https://') ? new URL(uri).hostname : OWN_DEVICE)));
}

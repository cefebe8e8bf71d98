/** What stands for people's own devices: they share no host that is the application's. */
export const OWN_DEVICE = '';

/**
 * The hosts that pairwise subjects are told apart by, where no sector identifier is registered.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg
 */
export function hostsOf(redirectUris: readonly string[]): ReadonlySet<string> {
  return new Set(redirectUris.map((uri) => (uri.startsWith('https://') ? new URL(uri).hostname : OWN_DEVICE)));
}

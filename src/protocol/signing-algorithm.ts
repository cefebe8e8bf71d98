/** The signature algorithms of this server. Keys of all but the default algorithm are made on first use. */
export const SIGNING_ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;

export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

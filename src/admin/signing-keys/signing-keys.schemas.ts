import { z } from 'zod';
import { apiKeyParameter } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { type KeyState, replacedAt, stateOf, successorOf } from './key-state.js';
import type { SigningKeyFacts } from './signing-key.js';

/** A JWK thumbprint (RFC 7638): 43 characters of base64url. */
export const keyId = z
  .string()
  .regex(/^[\w-]{1,128}$/, 'must be the kid of a signing key')
  .meta({ description: 'The `kid`.' });

export const keyRemovalQuery = z.strictObject({
  force: queryFlag('Removes a key that has signed at once, which ends every token it signed.'),
  api_key: apiKeyParameter,
});

export const signingKeyResource = z
  .object({
    kid: z.string(),
    alg: z.enum(['ES256', 'RS256', 'EdDSA']),
    state: z.enum(['next', 'current', 'retired'] satisfies KeyState[]).meta({
      description: 'Published but not signing yet; signing; or kept until the last token it signed has expired.',
    }),
    created_at: z.iso.datetime(),
    signs_from: z.iso.datetime(),
    replaced_at: z.iso.datetime().nullable().meta({
      description:
        'When another key signs in its place: the one published already, or else what SIGNING_KEY_ROTATION_DAYS says. Null once that has happened.',
    }),
    retired_at: z.iso.datetime().nullable(),
  })
  .meta({ description: 'A signing key, without the key. The public half is in `/.well-known/jwks.json`.' });

export const signingKeyPage = z.object({ data: z.array(signingKeyResource), next_cursor: z.string().nullable() });

export type KeyRemovalQuery = z.infer<typeof keyRemovalQuery>;
export type SigningKeyResource = z.infer<typeof signingKeyResource>;

export function presentSigningKey(
  key: SigningKeyFacts,
  keys: readonly SigningKeyFacts[],
  { now, rotationDays }: { now: Date; rotationDays: number },
): SigningKeyResource {
  const retiredAt = key.retiredAt ?? successorOf(key, keys, now)?.signsFrom;
  return {
    kid: key.kid,
    alg: key.alg,
    state: stateOf(key, keys, now),
    created_at: key.createdAt.toISOString(),
    signs_from: key.signsFrom.toISOString(),
    replaced_at: replacedAt(key, keys, { now, rotationDays })?.toISOString() ?? null,
    retired_at: retiredAt?.toISOString() ?? null,
  };
}

import { Field, Fields } from '../../fields/field.js';
import { described } from '../../fields/kind.js';
import { oneOf, text, timestamp } from '../../fields/kinds.js';
import { AnyQuery, PageOf } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../protocol/signing-algorithm.js';
import { type KeyState, replacedAt, stateOf, successorOf } from './key-state.js';
import type { SigningKeyFacts } from './signing-key.js';

const STATES = ['next', 'current', 'retired'] as const satisfies KeyState[];

/** A JWK thumbprint (RFC 7638): 43 characters of base64url. */
const KEY_ID = /^[\w-]{1,128}$/;

export const isKeyId = (text: string): boolean => KEY_ID.test(text);

export const keyId = described(text({ pattern: [KEY_ID, 'must be the kid of a signing key'] }), {
  description: 'The `kid`.',
});

export class KeyRemovalQuery extends AnyQuery {
  @Field(queryFlag, { description: 'Removes a key that has signed at once, which ends every token it signed.' })
  force = false;
}

@Fields({ description: 'A signing key, without the key. The public half is in `/.well-known/jwks.json`.' })
export class SigningKeyResource {
  @Field(text()) kid!: string;
  @Field(oneOf(SIGNING_ALGORITHMS)) alg!: SigningAlgorithm;

  @Field(oneOf(STATES), {
    description: 'Published but not signing yet; signing; or kept until the last token it signed has expired.',
  })
  state!: KeyState;

  @Field(timestamp) created_at!: string;
  @Field(timestamp) signs_from!: string;

  @Field(timestamp, {
    nullable: true,
    description:
      'When another key signs in its place: the one published already, or else what SIGNING_KEY_ROTATION_DAYS says. Null once that has happened.',
  })
  replaced_at!: string | null;

  @Field(timestamp, { nullable: true }) retired_at!: string | null;
}

export class SigningKeyPage extends PageOf(SigningKeyResource) {}

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

import { Field, Fields } from '../fields/field.js';
import { type Kind, rule } from '../fields/kind.js';
import { list, object, text } from '../fields/kinds.js';
import { readFields } from '../fields/read-fields.js';

const MAX_KEYS = 20;
/** Of a fetched set: its server publishes it for others too, and unusable keys are skipped. */
const MAX_FETCHED_KEYS = 100;
/** The members of a key pair or a shared secret that are not public (RFC 7518 section 6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;
/** The members of a public key, by type. Unknown types are ignored. */
const PUBLIC_MEMBERS = new Map<string, readonly ('crv' | 'x' | 'y' | 'n' | 'e')[]>([
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
  ['RSA', ['n', 'e']],
]);
/** The curves of RFC 7518 section 6.2.1.1, RFC 8037 section 2 and RFC 8812, each with the bytes of a coordinate. */
const CURVES = new Map([
  ['EC', new Map(Object.entries({ 'P-256': 32, 'P-384': 48, 'P-521': 66, secp256k1: 32 }))],
  ['OKP', new Map(Object.entries({ Ed25519: 32, Ed448: 57, X25519: 32, X448: 56 }))],
]);
/** Bits. RFC 7518 section 3.3 sets the minimum; above the maximum, verification is too slow. */
const MODULUS = { least: 2048, most: 4096 };
/** Bytes. A verification costs as many multiplications as the exponent has bits; 65537, which all use, has three bytes. */
const MAX_EXPONENT = 4;

const base64url = text({ max: 2048, pattern: [/^[A-Za-z0-9_-]+$/, 'must be base64url'] });
const name = text({ max: 255, pattern: [/^[\x20-\x7e]*$/, 'must be printable ASCII'] });
const certificate = text({ max: 8192, pattern: [/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'] });
const OPTIONAL = { optional: true } as const;
/** Seen, so that the rule of the whole key refuses it. */
const secret: Kind = { schema: {}, checks: () => [], hidden: true };

/** An empty list says no more than none. */
const operations: Kind<string[]> = {
  ...list(name, { max: [10, 'must be a list of at most 10 names'] }),
  settle: (names: string[]) => (names.length === 0 ? undefined : names),
};

/**
 * A public key whose verification is fast. Programs that write what is unset as null mean that it is left out.
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-4
 */
@Fields({ open: true, withoutNulls: true })
export class PublicKey {
  @Field(name) kty!: string;
  @Field(name, OPTIONAL) crv?: string;
  @Field(base64url, OPTIONAL) x?: string;
  @Field(base64url, OPTIONAL) y?: string;
  @Field(base64url, OPTIONAL) n?: string;
  @Field(base64url, OPTIONAL) e?: string;
  @Field(name, OPTIONAL) alg?: string;
  @Field(name, OPTIONAL) use?: string;
  @Field(operations, OPTIONAL) key_ops?: string[];
  @Field(name, OPTIONAL) kid?: string;
  @Field(list(certificate, { max: [5, 'must be a list of at most 5 certificates'] }), OPTIONAL) x5c?: string[];
}

for (const member of SECRET_MEMBERS) {
  Field(secret, OPTIONAL)(PublicKey.prototype as Partial<Record<typeof member, unknown>>, member);
}

const anyKey = object(PublicKey, 'must be a JSON Web Key');
const publicKey: Kind<PublicKey> = { ...anyKey, checks: (each) => [...anyKey.checks(each), rule(keyFault, each)] };

/** What is wrong with a key as a whole. */
function keyFault(key: PublicKey & Partial<Record<string, unknown>>): string | undefined {
  const { kty, crv = '', x = '', y = '', n = '', e = '' } = key;
  if (SECRET_MEMBERS.some((member) => key[member] !== undefined)) {
    return 'must be a public key, without its secret half';
  }
  if (![kty, crv, x, y, n, e].every((member) => typeof member === 'string')) return undefined; // told of the member
  if (PUBLIC_MEMBERS.get(kty)?.some((member) => key[member] === undefined) === true) {
    return 'must have all that a public key of its type consists of';
  }
  if (kty === 'RSA' && bitsOf(n) < MODULUS.least) return `must have at least ${String(MODULUS.least)} bits`;
  if (kty === 'RSA' && bitsOf(n) > MODULUS.most) return `must have at most ${String(MODULUS.most)} bits`;
  if (kty === 'RSA' && bitsOf(e) > MAX_EXPONENT * 8) {
    return `must have a public exponent of at most ${String(MAX_EXPONENT)} bytes, such as AQAB`;
  }
  const curves = CURVES.get(kty);
  const size = curves?.get(crv);
  if (curves !== undefined && (size === undefined || bytesOf(x) > size || bytesOf(y) > size)) {
    return `must be on one of the curves ${[...CURVES.values()].flatMap((sizes) => [...sizes.keys()]).join(', ')}`;
  }
  return undefined;
}

/** The public keys of a client. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
@Fields({ open: true })
export class JsonWebKeySet {
  @Field(
    list(publicKey, {
      message: 'must be a list of keys',
      min: [1, 'must have a key'],
      max: [MAX_KEYS, `must have at most ${String(MAX_KEYS)} keys`],
    }),
  )
  keys!: PublicKey[];
}

class SingleKey {
  @Field(publicKey) key!: PublicKey;
}

/** Whether this is a public key of the kinds and sizes that one may be registered with. */
export function isPublicKey(key: unknown): boolean {
  return readFields(SingleKey, { key }).faults === undefined;
}

/**
 * The keys of a set that may be registered. RFC 7517 §5: implementations "SHOULD ignore JWKs within a JWK Set that use
 * "kty" values that are not understood by them, that are missing required members, or for which values are out of the
 * supported ranges." @throws Error if it is not a set
 */
export function usableKeys(document: unknown): { keys: PublicKey[] } {
  const { keys } = (document ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('is no JSON Web Key Set');
  if (keys.length > MAX_FETCHED_KEYS) throw new Error(`has more than ${MAX_FETCHED_KEYS} keys`);
  return { keys: keys.flatMap((key: unknown) => readFields(SingleKey, { key }).value?.key ?? []) };
}

function bytesOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64url');
}

/** Of an unsigned number, big end first, leading zeros not counted. */
function bitsOf(base64: string): number {
  const bytes = Buffer.from(base64, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24;
}

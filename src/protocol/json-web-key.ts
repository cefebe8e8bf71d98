import { z } from 'zod';

const MAX_KEYS = 20;
/** Of a fetched set: its server publishes it for others too, and unusable keys are skipped. */
const MAX_FETCHED_KEYS = 100;
/** The members of a key pair or a shared secret that are not public (RFC 7518 section 6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** The members of a public key, by type. Unknown types are ignored. */
const PUBLIC_MEMBERS: Readonly<Record<string, readonly ('crv' | 'x' | 'y' | 'n' | 'e')[]>> = {
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  RSA: ['n', 'e'],
};
/** The curves of RFC 7518 section 6.2.1.1, RFC 8037 section 2 and RFC 8812, each with the bytes of a coordinate. */
const CURVES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  EC: { 'P-256': 32, 'P-384': 48, 'P-521': 66, secp256k1: 32 },
  OKP: { Ed25519: 32, Ed448: 57, X25519: 32, X448: 56 },
};
/** Bits. RFC 7518 section 3.3 sets the minimum; above the maximum, verification is too slow. */
const MODULUS = { least: 2048, most: 4096 };
/** Bytes. A verification costs as many multiplications as the exponent has bits; 65537, which all use, has three bytes. */
const MAX_EXPONENT = 4;

const text = (max: number) => z.string('must be a string').max(max, `must have at most ${String(max)} characters`);
const base64url = text(2048).regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const name = text(255).regex(/^[\x20-\x7e]*$/, 'must be printable ASCII');

/** Only the members that verification needs are stored. */
const publicKey = z
  .looseObject({})
  .refine((key) => !SECRET_MEMBERS.some((member) => member in key), 'must be a public key, without its secret half')
  .pipe(
    z.object(
      {
        kty: name,
        crv: name.optional(),
        x: base64url.optional(),
        y: base64url.optional(),
        n: base64url.optional(),
        e: base64url.optional(),
        alg: name.optional(),
        use: name.optional(),
        key_ops: z.array(name).max(10).optional(),
        kid: name.optional(),
        x5c: z
          .array(text(8192).regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'))
          .max(5)
          .optional(),
      },
      'must be a JSON Web Key',
    ),
  )
  .refine((key) => (PUBLIC_MEMBERS[key.kty] ?? []).every((member) => key[member] !== undefined), {
    error: 'must have all that a public key of its type consists of',
    abort: true,
  })
  .refine(({ kty, n = '' }) => kty !== 'RSA' || bitsOf(n) >= MODULUS.least, `must have at least ${MODULUS.least} bits`)
  .refine(({ kty, n = '' }) => kty !== 'RSA' || bitsOf(n) <= MODULUS.most, `must have at most ${MODULUS.most} bits`)
  .refine(({ kty, e = '' }) => kty !== 'RSA' || bitsOf(e) <= MAX_EXPONENT * 8, {
    error: `must have a public exponent of at most ${MAX_EXPONENT} bytes, such as AQAB`,
  })
  .refine(
    ({ kty, crv = '', x = '', y = '' }) => {
      const size = CURVES[kty]?.[crv];
      return CURVES[kty] === undefined || (size !== undefined && bytesOf(x) <= size && bytesOf(y) <= size);
    },
    `must be on one of the curves ${Object.values(CURVES).flatMap(Object.keys).join(', ')}`,
  );

/** A public key whose verification is fast. @see https://www.rfc-editor.org/rfc/rfc7517#section-4 */
export type PublicKey = z.infer<typeof publicKey>;

/** The public keys of a client. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export const jsonWebKeySet = z.object(
  {
    keys: z
      .array(publicKey, 'must be a list of keys')
      .min(1, 'must have a key')
      .max(MAX_KEYS, `must have at most ${String(MAX_KEYS)} keys`),
  },
  'must be a JSON Web Key Set: {"keys": […]}',
);

/** Whether this is a public key of the kinds and sizes that one may be registered with. */
export function isPublicKey(key: unknown): boolean {
  return publicKey.safeParse(key).success;
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
  return { keys: keys.flatMap((key) => publicKey.safeParse(key).data ?? []) };
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

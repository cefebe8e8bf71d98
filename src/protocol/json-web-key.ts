import { z } from 'zod';

const MAX_KEYS = 20;
/** What a key pair or a shared secret has beyond its public half (RFC 7518 section 6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** What a public key of each type consists of. Types that are not known here are of no use, and do no harm. */
const PUBLIC_MEMBERS: Readonly<Record<string, readonly ('crv' | 'x' | 'y' | 'n' | 'e')[]>> = {
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  RSA: ['n', 'e'],
};
/** Of a modulus of 2048 bits (RFC 7518 section 3.3), in base64url. */
const LEAST_MODULUS = 342;

const text = (max: number) => z.string('must be a string').max(max, `must have at most ${String(max)} characters`);
const base64url = text(2048).regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const name = text(255).regex(/^[\x20-\x7e]*$/, 'must be printable ASCII');

/** Of a key only what verifying takes is kept. */
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
  })
  .refine(({ kty, n }) => kty !== 'RSA' || (n?.length ?? 0) >= LEAST_MODULUS, 'must have at least 2048 bits');

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

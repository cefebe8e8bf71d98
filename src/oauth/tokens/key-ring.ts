import type { KeyObject } from 'node:crypto';
import { Remembered } from '../../bounds/remembered.js';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';
import { fingerprintOf, GenuineTokens } from './genuine-tokens.js';
import { type Claims, Jws, type JwsHeader } from './jws.js';
import { SigningTurn } from './signing-turn.js';

/** The `typ` header that keeps the kinds of our tokens apart (RFC 8725 section 3.11). */
export type TokenType = 'at+jwt' | 'JWT' | 'logout+jwt' | 'token-introspection+jwt';

const TOKEN_TYPES: readonly TokenType[] = ['at+jwt', 'JWT', 'logout+jwt', 'token-introspection+jwt'];

export interface SigningKey {
  kid: string;
  alg: SigningAlgorithm;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** As `/.well-known/jwks.json` shows it (RFC 7517). */
  publicJwk: Record<string, unknown>;
  signsFrom: Date;
  retiredAt: Date | null;
}

/**
 * The key of an algorithm that signs: the newest that may by now; where none may, because the clock was set back since
 * they were made, the oldest that is not retired.
 */
export function signerOf<Key extends Pick<SigningKey, 'alg' | 'signsFrom' | 'retiredAt'>>(
  keys: readonly Key[],
  alg: SigningAlgorithm,
  now: Date,
): Key | undefined {
  let newest: Key | undefined;
  let oldest: Key | undefined;
  for (const key of keys) {
    if (key.alg !== alg || key.retiredAt !== null) continue;
    if (oldest === undefined || key.signsFrom < oldest.signsFrom) oldest = key;
    if (key.signsFrom <= now && (newest === undefined || key.signsFrom > newest.signsFrom)) newest = key;
  }
  return newest ?? oldest;
}

/** What a signing key is bound to where it lies sealed. */
export function contextOfKey(kid: string): string {
  return `signing-key ${kid}`;
}

interface Header {
  type: TokenType;
  jws: Jws;
}

/** A token that was shown before. */
interface ReadToken {
  type: TokenType;
  claims: Claims;
  /** Bytes. */
  size: number;
}

const RECENT = { entries: 1024, bytes: 4 * 2 ** 20 };
/** Bytes that the claims of a token take for each of its own. */
const READ = 4;

/** Longer headers are not looked up. */
const MAX_TOKEN = 16_384;

/**
 * The server's signing keys, in memory: signs compact JWS (RFC 7515) and verifies its own.
 *
 * A token of ours carries one of our headers, byte for byte. So a header is looked up, never interpreted:
 * `alg` none, a foreign `kid`, `jwk`, `jku`, `x5u` and `crit` are not found (RFC 8725 sections 3.1, 3.10).
 */
export class KeyRing {
  private keys: readonly SigningKey[] = [];
  private headers = new Map<string, Header>();
  private signers = new Map<string, Jws>();
  private readonly turn = new SigningTurn();
  /**
   * Verified bytes stay verified under the same keys. Conditions that change with time, such as expiry and revocation, are
   * not remembered here (docs/adr/0012).
   */
  private readonly genuine = new GenuineTokens();
  /** What the tokens say that are shown again and again. */
  private readonly recent = new Remembered<ReadToken>({ ...RECENT, sizeOf: ({ size }) => size });

  /** Makes the first key of an algorithm and adds it to this ring; set by the module that stores the keys. */
  makeFirst: (alg: SigningAlgorithm) => Promise<void> = () => Promise.resolve();

  replace(keys: readonly SigningKey[]): void {
    const headers = new Map<string, Header>();
    const signers = new Map<string, Jws>();
    for (const key of keys) {
      for (const type of TOKEN_TYPES) {
        const header = headerOf(type, key);
        const jws = Jws.of(header, key);
        signers.set(signerName(type, key), jws);
        for (const written of [header, formerHeaderOf(type, key)]) headers.set(encode(written), { type, jws });
      }
    }
    this.recent.clear();
    this.keys = keys;
    this.headers = headers;
    this.signers = signers;
  }

  /** The key that signs now. */
  current(alg: SigningAlgorithm, now: Date): SigningKey | undefined {
    return signerOf(this.keys, alg, now);
  }

  /** Every published key, including those that do not sign yet. */
  jwks(): { keys: Record<string, unknown>[] } {
    return { keys: this.keys.map((key) => key.publicJwk) };
  }

  /** The algorithms with a key, for the metadata. */
  algorithms(): SigningAlgorithm[] {
    return [...new Set(this.keys.map((key) => key.alg))];
  }

  /** Ensures that each of these algorithms has a published signing key. */
  async ready(algs: readonly SigningAlgorithm[], now: Date): Promise<void> {
    for (const alg of algs) if (this.current(alg, now) === undefined) await this.makeFirst(alg);
  }

  /** Signs with the newest key of the algorithm; makes the first one if there is none. */
  async sign(type: TokenType, claims: Claims, alg: SigningAlgorithm, now: Date): Promise<string> {
    const key = this.current(alg, now) ?? (await this.first(alg, now));
    const jws = this.signers.get(signerName(type, key)) ?? Jws.of(headerOf(type, key), key);
    const token = await this.turn.take(() => jws.sign(claims));
    if (type === 'at+jwt') this.genuine.add(fingerprintOf(token));
    return token;
  }

  private async first(alg: SigningAlgorithm, now: Date): Promise<SigningKey> {
    await this.makeFirst(alg);
    const key = this.current(alg, now);
    if (key === undefined) throw new Error(`no ${alg} key to sign with`);
    return key;
  }

  /**
   * The claims of a token of ours of this type, without checking its times; undefined for anything else. A token that is
   * shown again and again yields the same object.
   */
  verify(type: TokenType, token: string): Claims | undefined | Promise<Claims | undefined> {
    if (token.length > MAX_TOKEN) return undefined;
    const recent = this.recent.get(token);
    if (recent !== undefined) return recent.type === type ? recent.claims : undefined;
    const first = token.indexOf('.');
    const last = token.lastIndexOf('.');
    const header = this.headers.get(token.slice(0, first));
    if (header?.type !== type) return undefined;

    const fingerprint = fingerprintOf(token);
    const payload = token.slice(first + 1, last);
    if (this.genuine.has(fingerprint)) {
      const claims = decode(payload);
      this.recent.set(token, { type, claims, size: READ * token.length });
      return claims;
    }
    return isSigned(token, last, header.jws).then((signed) => {
      if (!signed) return undefined;
      this.genuine.add(fingerprint);
      return decode(payload);
    });
  }
}

function signerName(type: TokenType, { kid }: SigningKey): string {
  return `${kid} ${type}`;
}

/** The order of the members that `@nestjs/jwt` writes, which we sign with. */
function headerOf(typ: TokenType, { alg, kid }: SigningKey): JwsHeader {
  return { alg, typ, kid };
}

/** The order of earlier releases, which nodes before an upgrade and their tokens have. */
function formerHeaderOf(typ: TokenType, { alg, kid }: SigningKey): JwsHeader {
  return { alg, kid, typ };
}

/** Whether the signature, after the dot at `last`, is the key's and canonical: base64url allows several spellings. */
async function isSigned(token: string, last: number, jws: Jws): Promise<boolean> {
  const signature = token.slice(last + 1);
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) return false;
  try {
    await jws.verify(token);
    return true;
  } catch {
    return false;
  }
}

function decode(payload: string): Claims {
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

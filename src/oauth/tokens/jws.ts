import type { KeyObject } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { CompactSign, compactVerify } from 'jose';

export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

/** The protected header of our tokens (RFC 7515 section 4.1), its members in the order in which they are written. */
export interface JwsHeader {
  alg: SigningAlgorithm;
  typ: string;
  kid: string;
}

export type Claims = Readonly<Record<string, unknown>>;

interface KeyPair {
  alg: SigningAlgorithm;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * Signs and verifies our own compact JWS (RFC 7515) with one key and only that key's algorithm. The caller checks times
 * and claims.
 */
export abstract class Jws {
  static of(key: KeyPair): Jws {
    return key.alg === 'EdDSA' ? new EdDsaJws(key) : new NestJws(key.alg, key);
  }

  abstract sign(header: JwsHeader, claims: Claims): string | Promise<string>;

  /** @throws Error for a signature of another key */
  abstract verify(token: string): void | Promise<void>;
}

/** ES256 and RS256. */
class NestJws extends Jws {
  private readonly jwt: JwtService;

  constructor(algorithm: 'ES256' | 'RS256', { privateKey, publicKey }: KeyPair) {
    super();
    this.jwt = new JwtService({
      privateKey,
      publicKey,
      signOptions: { algorithm },
      verifyOptions: { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true },
    });
  }

  sign(header: JwsHeader, claims: Claims): string {
    return this.jwt.sign(claims, { header, noTimestamp: claims.iat === undefined });
  }

  verify(token: string): void {
    this.jwt.verify(token);
  }
}

/** `@nestjs/jwt` knows no EdDSA (RFC 8037). */
class EdDsaJws extends Jws {
  constructor(private readonly key: KeyPair) {
    super();
  }

  sign({ alg, typ, kid }: JwsHeader, claims: Claims): Promise<string> {
    const payload = Buffer.from(JSON.stringify(claims));
    return new CompactSign(payload).setProtectedHeader({ alg, typ, kid }).sign(this.key.privateKey);
  }

  async verify(token: string): Promise<void> {
    await compactVerify(token, this.key.publicKey, { algorithms: ['EdDSA'] });
  }
}

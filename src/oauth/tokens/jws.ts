import type { KeyObject } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { CompactSign, compactVerify } from 'jose';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';

/** The protected header of our tokens (RFC 7515 section 4.1), its members in the order in which they are written. */
export interface JwsHeader {
  alg: SigningAlgorithm;
  typ: string;
  kid: string;
}

export type Claims = Readonly<Record<string, unknown>>;

interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * Signs and verifies our own compact JWS (RFC 7515) with one header, one key and only that key's algorithm. The caller
 * checks times and claims.
 */
export abstract class Jws {
  static of(header: JwsHeader, key: KeyPair): Jws {
    switch (header.alg) {
      case 'ES256':
        return new NestJws(header.alg, header, key);
      case 'RS256':
        return new RsaJws(header.alg, header, key);
      case 'EdDSA':
        return new EdDsaJws(header, key);
    }
  }

  abstract sign(claims: Claims): string | Promise<string>;

  /** @throws Error for a signature of another key */
  abstract verify(token: string): void | Promise<void>;
}

/** Signs on a thread of its own. */
function signedOffTheLoop({ alg, typ, kid }: JwsHeader, claims: Claims, { privateKey }: KeyPair): Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims));
  return new CompactSign(payload).setProtectedHeader({ alg, typ, kid }).sign(privateKey);
}

/** What stays the same for all tokens is given once: options of a call are merged and checked each time. */
class NestJws extends Jws {
  private readonly jwt: JwtService;

  constructor(
    algorithm: 'ES256' | 'RS256',
    protected readonly header: JwsHeader,
    protected readonly key: KeyPair,
  ) {
    super();
    const { privateKey, publicKey } = key;
    this.jwt = new JwtService({
      privateKey,
      publicKey,
      signOptions: { algorithm, header },
      verifyOptions: { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true },
    });
  }

  sign(claims: Claims): string | Promise<string> {
    // bytes are signed as they are; an object is copied, checked and given an `iat`
    return this.jwt.sign(Buffer.from(JSON.stringify(claims)));
  }

  verify(token: string): void {
    this.jwt.verify(token);
  }
}

/** Making an RSA signature takes long, and `@nestjs/jwt` would hold the event loop meanwhile. Checking one is quick. */
class RsaJws extends NestJws {
  override sign(claims: Claims): Promise<string> {
    return signedOffTheLoop(this.header, claims, this.key);
  }
}

/** `@nestjs/jwt` knows no EdDSA (RFC 8037). */
class EdDsaJws extends Jws {
  constructor(
    private readonly header: JwsHeader,
    private readonly key: KeyPair,
  ) {
    super();
  }

  sign(claims: Claims): Promise<string> {
    return signedOffTheLoop(this.header, claims, this.key);
  }

  async verify(token: string): Promise<void> {
    await compactVerify(token, this.key.publicKey, { algorithms: ['EdDSA'] });
  }
}

import { type KeyObject, sign } from 'node:crypto';

/** The digest that goes before the signature; null where the algorithm has its own. */
export type Digest = 'sha256' | null;

interface Order {
  input: string;
  digest: Digest;
  key: KeyObject;
  resolve: (token: string) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes the signatures asked for in one turn of the event loop one after the other, before any of their answers is
 * written. A signature among its like costs two thirds of one among requests (docs/adr/0025).
 */
export class SigningTurn {
  private orders: Order[] = [];

  /** The compact JWS of this signing input (RFC 7515 section 7.1). */
  sign(input: string, digest: Digest, key: KeyObject): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.orders.push({ input, digest, key, resolve, reject }) === 1) setImmediate(this.take);
    });
  }

  private readonly take = (): void => {
    const orders = this.orders;
    this.orders = [];
    for (const { input, digest, key, resolve, reject } of orders) {
      try {
        const signature = sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
        resolve(`${input}.${signature.toString('base64url')}`);
      } catch (error) {
        reject(error);
      }
    }
  };
}

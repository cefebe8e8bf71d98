import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { Remembered, sizeOfData } from '../../bounds/remembered.js';
import { Clock } from '../../clock/clock.js';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import { namedByApplication, type Occasion, placeOf } from '../../outgoing/occasion.js';
import { byEitherName } from '../../protocol/client-algorithms.js';
import { type PublicKey, usableKeys } from '../../protocol/json-web-key.js';
import type { Origin } from '../../protocol/origin.js';
import { TooManyCalls } from '../../protocol/too-many.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import type { Application } from '../stores/applications.js';

/** Milliseconds after which fetched keys are fetched again. */
const FRESH = 600_000;
/** Milliseconds that fetched keys remain in use while the client's server does not answer. */
const STALE = MILLISECONDS.hour;
/** Milliseconds between two fetches of one address: JWTs with an unknown `kid` must not cause a flood of fetches. */
const PAUSE = 10_000;
const REMEMBERED = 1000;

interface KnownKeys {
  document: { keys: PublicKey[] };
  find: JWTVerifyGetKey;
}

interface FetchedKeys {
  known: KnownKeys | undefined;
  readAt: number;
  triedAt: number;
  loading: Promise<void> | undefined;
}

/** The public keys that clients sign with: registered in place, or published at their `jwks_uri`. */
@Injectable()
export class ClientKeys {
  private readonly registered = new WeakMap<object, JWTVerifyGetKey>();
  private readonly fetched = new Remembered<FetchedKeys>({
    entries: REMEMBERED,
    bytes: REMEMBERED * 32_768,
    sizeOf: ({ known }) => (known === undefined ? 0 : sizeOfData(known.document)),
  });

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly clock: Clock,
  ) {}

  /** Finds the key that a JWT of this application names in its header. */
  of(application: Application, origin: Origin): JWTVerifyGetKey {
    const { jwks, jwks_uri: uri } = application.metadata;
    if (jwks !== undefined) return this.ofDocument(jwks);
    if (uri === undefined) throw new Error('the application has registered no keys');
    const occasion = namedByApplication(application, origin.address);
    return async (header, token) => {
      const { find } = await this.at(uri, FRESH, occasion);
      try {
        return await find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        // a key added since the last fetch, or a `kid` that an attacker invented
        return (await this.at(uri, PAUSE, occasion)).find(header, token);
      }
    };
  }

  /** Whether this certificate (DER in base64) is first in the `x5c` of a key of this application. */
  async haveCertificate(certificate: string, application: Application, origin: Origin): Promise<boolean> {
    const { jwks, jwks_uri: uri } = application.metadata;
    if (jwks !== undefined) return certifies(jwks, certificate);
    if (uri === undefined) return false;
    const occasion = namedByApplication(application, origin.address);
    if (certifies((await this.at(uri, FRESH, occasion)).document, certificate)) return true;
    return certifies((await this.at(uri, PAUSE, occasion)).document, certificate);
  }

  private ofDocument(jwks: object): JWTVerifyGetKey {
    let find = this.registered.get(jwks);
    if (find === undefined) {
      // keys that were registered before today's bounds existed
      find = finderIn(usableKeys(jwks));
      this.registered.set(jwks, find);
    }
    return find;
  }

  private async at(uri: string, maxAge: number, occasion: Occasion): Promise<KnownKeys> {
    const place = placeOf(uri, occasion);
    let keys = this.fetched.get(place);
    if (keys === undefined) {
      keys = { known: undefined, readAt: -Infinity, triedAt: -Infinity, loading: undefined };
      this.fetched.set(place, keys);
    }
    const now = this.clock.now().getTime();
    if (now - keys.readAt >= maxAge && (now - keys.triedAt >= PAUSE || keys.loading !== undefined)) {
      await (keys.loading ??= this.load(uri, keys, now, occasion));
    }
    if (keys.known === undefined || now - keys.readAt >= STALE) throw new Error('the jwks_uri gives no keys');
    return keys.known;
  }

  private async load(uri: string, keys: FetchedKeys, now: number, occasion: Occasion): Promise<void> {
    keys.triedAt = now;
    try {
      const document = usableKeys(await this.fetcher.getJson(uri, occasion));
      keys.known = { document, find: finderIn(document) };
      keys.readAt = now;
      // its size is known only now
      this.fetched.set(placeOf(uri, occasion), keys);
    } catch (error) {
      // a reached bound says nothing about the address: other callers may still fetch it
      if (error instanceof TooManyCalls) keys.triedAt = -Infinity;
      if (keys.known === undefined && error instanceof TooManyCalls) throw error;
      if (keys.known === undefined) throw new Error(`the jwks_uri ${(error as Error).message}`, { cause: error });
    } finally {
      keys.loading = undefined;
    }
  }
}

function finderIn({ keys }: { keys: PublicKey[] }): JWTVerifyGetKey {
  return createLocalJWKSet({ keys: keys.map(byEitherName) });
}

function certifies({ keys }: { keys: readonly { x5c?: unknown }[] }, certificate: string): boolean {
  return keys.some(({ x5c }) => Array.isArray(x5c) && x5c[0] === certificate);
}

import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../clock/clock.js';
import { GuardedFetcher } from '../../network/guarded-fetcher.js';
import type { Application } from '../stores/applications.js';

/** Milliseconds that fetched keys are used without another look. */
const FRESH = 600_000;
/** Milliseconds that they are used when the client's server does not answer. */
const STALE = 3_600_000;
/** Milliseconds between two looks at one address: a stranger's `kid` must not make this server hammer it. */
const PAUSE = 10_000;
const REMEMBERED = 1000;

interface FetchedKeys {
  find: JWTVerifyGetKey | undefined;
  readAt: number;
  triedAt: number;
  loading: Promise<void> | undefined;
}

/** The public keys that clients sign with: registered in place, or published at their `jwks_uri`. */
@Injectable()
export class ClientKeys {
  private readonly registered = new WeakMap<object, JWTVerifyGetKey>();
  private readonly fetched = new LRUCache<string, FetchedKeys>({ max: REMEMBERED });

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly clock: Clock,
  ) {}

  /** Finds the key that a JWT of this application names in its header. */
  of({ metadata: { jwks, jwks_uri: uri } }: Application): JWTVerifyGetKey {
    if (jwks !== undefined) return this.ofDocument(jwks);
    if (uri === undefined) throw new Error('the application has registered no keys');
    return async (header, token) => {
      const keys = await this.at(uri, FRESH);
      try {
        return await keys(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        // a new key since the last look, or a stranger's
        return (await this.at(uri, PAUSE))(header, token);
      }
    };
  }

  private ofDocument(jwks: object): JWTVerifyGetKey {
    let find = this.registered.get(jwks);
    if (find === undefined) {
      find = createLocalJWKSet(jwks as JSONWebKeySet);
      this.registered.set(jwks, find);
    }
    return find;
  }

  private async at(uri: string, maxAge: number): Promise<JWTVerifyGetKey> {
    let keys = this.fetched.get(uri);
    if (keys === undefined) {
      keys = { find: undefined, readAt: -Infinity, triedAt: -Infinity, loading: undefined };
      this.fetched.set(uri, keys);
    }
    const now = this.clock.now().getTime();
    if (now - keys.readAt >= maxAge && (now - keys.triedAt >= PAUSE || keys.loading !== undefined)) {
      await (keys.loading ??= this.load(uri, keys, now));
    }
    if (keys.find === undefined || now - keys.readAt >= STALE) throw new Error('the jwks_uri gives no keys');
    return keys.find;
  }

  private async load(uri: string, keys: FetchedKeys, now: number): Promise<void> {
    keys.triedAt = now;
    try {
      keys.find = createLocalJWKSet((await this.fetcher.getJson(uri)) as JSONWebKeySet);
      keys.readAt = now;
    } catch (error) {
      if (keys.find === undefined) throw new Error(`the jwks_uri ${(error as Error).message}`, { cause: error });
    } finally {
      keys.loading = undefined;
    }
  }
}

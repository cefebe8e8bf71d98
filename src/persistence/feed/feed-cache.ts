import { Remembered, sizeOfData } from '../../bounds/remembered.js';
import { sha256 } from '../../secrets/secrets.js';
import type { Change, ChangeFeed } from './change-feed.js';

/** How many unknown names are remembered. */
const MOST_ABSENT = 5000;
const MEBIBYTE = 2 ** 20;

export interface FeedCacheBound {
  entries: number;
  mebibytes: number;
}

/**
 * Remembers rows by key for as long as the change feed vouches for them. Absence is remembered too, so that an
 * unknown name costs what a known one does; apart, so that names made up drive no row out, and by digest, so that
 * their length does not matter. While the feed is silent every look-up goes to the database.
 */
export class FeedCache<V extends object | string | boolean> {
  private readonly held: Remembered<V>;
  private readonly absent = new Remembered<true>({ entries: MOST_ABSENT, bytes: MEBIBYTE });
  private readonly loading = new Map<string, Promise<V | undefined>>();

  constructor(
    private readonly feed: ChangeFeed,
    kind: Change['kind'],
    private readonly load: (key: string) => Promise<V | undefined>,
    { entries, mebibytes }: FeedCacheBound,
  ) {
    this.held = new Remembered<V>({ entries, bytes: mebibytes * MEBIBYTE, sizeOf: sizeOfData });
    feed.subscribe(kind, (subject) => {
      this.evict(subject);
    });
  }

  get(key: string): V | undefined | Promise<V | undefined> {
    if (!this.feed.isFresh()) return this.load(key);
    const held = this.held.get(key);
    if (held !== undefined) return held;
    return this.absent.has(digestOf(key)) ? undefined : this.loadOnce(key);
  }

  evict(key: string | undefined): void {
    if (key === undefined) {
      this.held.clear();
      this.absent.clear();
      this.loading.clear();
    } else {
      this.held.delete(key);
      this.absent.delete(digestOf(key));
      this.loading.delete(key);
    }
  }

  private loadOnce(key: string): Promise<V | undefined> {
    const underWay = this.loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.load(key).then(
      (value) => {
        // evicted meanwhile: the value may be older than the change
        if (this.loading.get(key) === loading) {
          this.loading.delete(key);
          if (value === undefined) this.absent.set(digestOf(key), true);
          else this.held.set(key, value);
        }
        return value;
      },
      (error: unknown) => {
        if (this.loading.get(key) === loading) this.loading.delete(key);
        throw error;
      },
    );
    this.loading.set(key, loading);
    return loading;
  }
}

function digestOf(key: string): string {
  return sha256(key).toString('base64');
}

import { LRUCache } from 'lru-cache';
import type { Change, ChangeFeed } from './change-feed.js';

interface Held<V> {
  value: V | undefined;
}

/**
 * Remembers rows by key for as long as the change feed vouches for them. Absence is remembered too, so that a
 * stranger's name costs what a known one does. While the feed is silent every look-up goes to the database.
 */
export class FeedCache<V> {
  private readonly held: LRUCache<string, Held<V>>;
  private readonly loading = new Map<string, Promise<V | undefined>>();

  constructor(
    private readonly feed: ChangeFeed,
    kind: Change['kind'],
    private readonly load: (key: string) => Promise<V | undefined>,
    max: number,
  ) {
    // by size, not by number: for a number lru-cache sets aside memory for all of them at once
    this.held = new LRUCache({ maxSize: max, sizeCalculation: () => 1 });
    feed.subscribe(kind, (subject) => {
      this.evict(subject);
    });
  }

  get(key: string): V | undefined | Promise<V | undefined> {
    if (!this.feed.isFresh()) return this.load(key);
    const held = this.held.get(key);
    return held === undefined ? this.loadOnce(key) : held.value;
  }

  evict(key: string | undefined): void {
    if (key === undefined) {
      this.held.clear();
      this.loading.clear();
    } else {
      this.held.delete(key);
      this.loading.delete(key);
    }
  }

  private loadOnce(key: string): Promise<V | undefined> {
    const underWay = this.loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.load(key).then(
      (value) => {
        // evicted meanwhile: what was read may be older than the change
        if (this.loading.get(key) === loading) {
          this.loading.delete(key);
          this.held.set(key, { value });
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

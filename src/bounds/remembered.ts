import { LRUCache } from 'lru-cache';

export interface MemoryBound<V> {
  entries: number;
  /** Of keys and values together, as far as `sizeOf` knows. */
  bytes: number;
  /** Milliseconds. */
  ttl?: number;
  /** Bytes a value takes. */
  sizeOf?: (value: V) => number;
}

/** What a map and its entry take beside key and value. */
const ENTRY = 100;

/**
 * What a process remembers longer than a request, bounded in entries and in bytes; what was used least lately goes
 * first. Keys are copied: one that was cut from a request would keep the whole request in memory.
 */
export class Remembered<V extends object | string | boolean> {
  private readonly held: LRUCache<string, V>;

  constructor({ entries, bytes, ttl = 0, sizeOf = () => 0 }: MemoryBound<V>) {
    // an entry counts for its share at least; a `max` would set aside memory for all of them at once
    const share = bytes / entries;
    const sizeCalculation = (value: V, key: string) => Math.ceil(Math.max(share, ENTRY + key.length + sizeOf(value)));
    this.held = new LRUCache({ maxSize: bytes, ttl, sizeCalculation });
  }

  get(key: string): V | undefined {
    return this.held.get(key);
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  set(key: string, value: V): void {
    const own = ownCopy(key);
    // else a value that grew since would go on counting for its old size
    this.held.delete(own);
    this.held.set(own, value);
  }

  delete(key: string): void {
    this.held.delete(key);
  }

  clear(): void {
    this.held.clear();
  }

  get size(): number {
    return this.held.size;
  }
}

/** Bytes that a value of plain data takes, roughly. */
export function sizeOfData(value: unknown): number {
  return 2 * JSON.stringify(value).length;
}

/** The same text in memory of its own. */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

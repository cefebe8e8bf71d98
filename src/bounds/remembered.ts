import { LRUCache } from 'lru-cache';

export interface MemoryBound<V> {
  entries: number;
  /** Of keys and values together, as `sizeOf` measures them. */
  bytes: number;
  /** Milliseconds. */
  ttl?: number;
  /** Bytes of a value. */
  sizeOf?: (value: V) => number;
}

/** Bytes of a map entry without key and value. */
const ENTRY = 100;

/**
 * An in-memory cache, bounded in entries and in bytes, that evicts the least recently used entry. Keys are copied: a
 * substring of a request would keep the whole request in memory.
 */
export class Remembered<V extends object | string | boolean> {
  private readonly held: LRUCache<string, V>;

  constructor({ entries, bytes, ttl = 0, sizeOf = () => 0 }: MemoryBound<V>) {
    // each entry counts at least its share; with `max`, LRUCache would allocate memory for all entries at once
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
    // else a value that has grown would still count with its old size
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

/** Approximate bytes of a value of plain data. */
export function sizeOfData(value: unknown): number {
  return 2 * JSON.stringify(value).length;
}

/** A copy of the text that shares no memory with it. */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

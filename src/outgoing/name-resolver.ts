import type { OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { sha256 } from '../secrets/secrets.js';
import { MILLISECONDS } from '../protocol/durations.js';
import { FetchFault } from './fetch-fault.js';
import { LookupProcess, LookupTimeout, SYSTEM_LOOKUP } from './lookup-process.js';

/** Milliseconds a look-up may take. */
const DEADLINE = 3000;
/** Milliseconds until a name that took longer is looked up again. */
const PAUSE = MILLISECONDS.minute;
const REMEMBERED = 5000;
/** Hanging look-ups after which another process takes over. */
const MOST_OVERDUE = 16;

/** Looks host names up. */
export abstract class NameResolver {
  /** Every address of a name, as text. @throws FetchFault */
  abstract addressesOf(name: string): Promise<string[]>;
}

/**
 * Resolves names with the operating system, in a child process. Concurrent look-ups of one name share one; their
 * number follows from the bounds of the calls. A name that took too long is not looked up again for a minute.
 */
export class SystemNameResolver extends NameResolver implements OnModuleDestroy {
  private readonly underWay = new Map<string, Promise<string[]>>();
  private readonly slow = new LRUCache<string, true>({ max: REMEMBERED, ttl: PAUSE });
  private process: LookupProcess | undefined;

  constructor(
    private readonly program = SYSTEM_LOOKUP,
    private readonly deadline = DEADLINE,
  ) {
    super();
  }

  onModuleDestroy(): void {
    this.process?.end();
  }

  addressesOf(name: string): Promise<string[]> {
    if (this.slow.has(digestOf(name))) {
      return Promise.reject(new FetchFault('has a name that took too long to look up a moment ago'));
    }
    let lookup = this.underWay.get(name);
    if (lookup === undefined) {
      lookup = this.lookUp(name).finally(() => this.underWay.delete(name));
      this.underWay.set(name, lookup);
    }
    return lookup;
  }

  private async lookUp(name: string): Promise<string[]> {
    try {
      return await this.current().addressesOf(name, this.deadline);
    } catch (error) {
      if (error instanceof LookupTimeout) this.slow.set(digestOf(name), true);
      throw error;
    }
  }

  private current(): LookupProcess {
    if (this.process !== undefined && this.process.overdue >= MOST_OVERDUE) this.process.retire();
    if (this.process === undefined || this.process.ended) this.process = new LookupProcess(this.program);
    return this.process;
  }
}

function digestOf(name: string): string {
  return sha256(name).toString('base64');
}

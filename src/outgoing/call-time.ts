import { FetchFault } from './fetch-fault.js';

/** Milliseconds, from the first wait for a slot to the last byte. */
const LIMIT = 5000;

type Work = 'look-up' | 'exchange';

/** The time of one call, waits for slots included, and what of it the work itself took. */
export class CallTime {
  private readonly clock = new AbortController();
  private readonly timer = setTimeout(() => this.clock.abort(new FetchFault('took longer than 5 seconds')), LIMIT);
  private readonly spent: Record<Work, number> = { 'look-up': 0, exchange: 0 };

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.clock.signal;
  }

  /** Whether it is over, and most of it went by in waits for slots. */
  get wentByWaiting(): boolean {
    return this.signal.aborted && this.spent['look-up'] + this.spent.exchange < LIMIT / 2;
  }

  /** Whether it is over, and the host had little of it. */
  get leftTheHostLittle(): boolean {
    return this.signal.aborted && this.spent.exchange < LIMIT / 2;
  }

  async spend<T>(on: Work, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.spent[on] += performance.now() - begun;
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

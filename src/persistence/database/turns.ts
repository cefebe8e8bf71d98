import { TemporarilyUnavailable } from '../../protocol/refusal.js';

/** Milliseconds for which work waits for its turn: as long as a transaction may take. */
const PATIENCE_MS = 10_000;

/** Lets work that has a key in common go one after the other, in the order it came. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** How many keys have work that is not over. */
  get size(): number {
    return this.last.size;
  }

  has(key: string): boolean {
    return this.last.has(key);
  }

  /** @throws TemporarilyUnavailable when the turn has not come in time; the work is then not done */
  take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.last.get(key) ?? []);
    const turn = before.length === 0 ? work() : inTime(Promise.all(before), work);
    // also where its caller was refused, those after it wait for those before it
    const over = Promise.all([...before, turn.then(ignore, ignore)]).then(() => {
      for (const key of keys) if (this.last.get(key) === over) this.last.delete(key);
    });
    for (const key of keys) this.last.set(key, over);
    return turn;
  }
}

function inTime<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      reject(new TemporarilyUnavailable('no turn came in time'));
    }, PATIENCE_MS).unref();
    void before.then(() => {
      clearTimeout(deadline);
      if (!isLate) work().then(resolve, reject);
    });
  });
}

function ignore(): void {
  // the outcome is for the caller of `take`; the next in turn only waits for the end
}

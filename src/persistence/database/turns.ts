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

  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const turn = Promise.all(keys.map((key) => this.last.get(key) ?? Promise.resolve())).then(work);
    const over = turn.then(ignore, ignore);
    for (const key of keys) this.last.set(key, over);
    try {
      return await turn;
    } finally {
      for (const key of keys) if (this.last.get(key) === over) this.last.delete(key);
    }
  }
}

function ignore(): void {
  // the outcome is for the caller of `take`; the next in turn only waits for the end
}

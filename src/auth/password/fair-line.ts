/**
 * What waits, taken in turns: one of each network, round after round, those of one network in the order they came. However
 * many wait of one network, those of another wait for one of them at most in each round.
 */
export class FairLine<T> {
  private readonly lines = new Map<string, T[]>();
  private count = 0;

  get length(): number {
    return this.count;
  }

  add(network: string, waiting: T): void {
    const line = this.lines.get(network);
    if (line === undefined) this.lines.set(network, [waiting]);
    else line.push(waiting);
    this.count++;
  }

  /** Takes out the next ones. */
  take(most: number): T[] {
    const taken: T[] = [];
    while (taken.length < most) {
      const [first] = this.lines;
      if (first === undefined) break;
      const [network, line] = first;
      for (const next of line.splice(0, 1)) taken.push(next);
      this.count--;
      this.lines.delete(network);
      // behind all others
      if (line.length > 0) this.lines.set(network, line);
    }
    return taken;
  }

  /** Takes out the latest of the network that has most, if it has more than this one would have with one more. */
  makeRoom(network: string): T | undefined {
    let longest: T[] = [];
    for (const line of this.lines.values()) if (line.length > longest.length) longest = line;
    const own = this.lines.get(network)?.length ?? 0;
    if (longest.length <= own + 1) return undefined;
    this.count--;
    return longest.pop();
  }
}

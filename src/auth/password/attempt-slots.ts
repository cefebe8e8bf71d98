/**
 * Lets no more attempts at one account from one network be under way than may still fail: parallel guesses
 * cannot slip past a counter that none of them has raised yet. The others wait in line and look again when it is
 * their turn; each passes the turn on, so that a crowd costs one look per attempt and not one per waiter.
 */
export class AttemptSlots {
  private readonly underWay = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();

  /** Takes a slot if one of `available` is free. */
  take(key: string, available: number): boolean {
    const taken = this.underWay.get(key) ?? 0;
    if (taken >= available) return false;
    this.underWay.set(key, taken + 1);
    return true;
  }

  release(key: string): void {
    const taken = this.underWay.get(key) ?? 1;
    if (taken > 1) this.underWay.set(key, taken - 1);
    else this.underWay.delete(key);
    this.wakeNext(key);
  }

  /**
   * Resolves when it is this caller's turn to look again. Whoever then takes a slot or gives up calls `wakeNext`;
   * whoever had the turn and found no slot keeps the place, with `again`.
   */
  turn(key: string, again: boolean): Promise<void> {
    return new Promise((resolve) => {
      const line = this.waiting.get(key) ?? [];
      if (again) line.unshift(resolve);
      else line.push(resolve);
      this.waiting.set(key, line);
    });
  }

  /** Gives the turn to whoever has waited longest. */
  wakeNext(key: string): void {
    const line = this.waiting.get(key);
    const wake = line?.shift();
    if (line?.length === 0) this.waiting.delete(key);
    wake?.();
  }
}

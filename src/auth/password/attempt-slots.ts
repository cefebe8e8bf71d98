/**
 * Lets no more attempts at one account from one network be under way than may still fail: parallel guesses
 * cannot slip past a counter that none of them has raised yet. The others wait and look again.
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
    const waiters = this.waiting.get(key) ?? [];
    this.waiting.delete(key);
    for (const wake of waiters) wake();
  }

  /** Resolves when a slot of this key is given back. */
  released(key: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.set(key, [...(this.waiting.get(key) ?? []), resolve]);
    });
  }
}

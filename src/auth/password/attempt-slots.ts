/** How many attempts may be under way at what one counter counts. */
export interface SlotLimit {
  key: string;
  available: number;
}

interface Release {
  limits: readonly SlotLimit[];
  /** Looks that began before it and may not have seen what the attempt left behind. */
  awaited: number;
}

interface Look {
  holdsBack: Release[];
}

/**
 * Lets no more attempts be under way than may still fail by any counter: parallel guesses cannot slip past a
 * counter that none of them has raised yet. The others wait in line and look again when it is their turn; each
 * passes the turn on, so that a crowd costs one look per attempt and not one per waiter.
 */
export class AttemptSlots {
  private readonly underWay = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();
  private readonly looks = new Set<Look>();

  /**
   * Looks at the counters until there is a slot under each, and takes them; give them back with `release`.
   * @param look says how many slots each counter leaves, or throws when one leaves none for good
   */
  async admit<Seen extends { limits: readonly SlotLimit[] }>(look: () => Promise<Seen>): Promise<Seen> {
    let turn: string | undefined;
    for (;;) {
      const looking = this.beginLook();
      let nextTurn: Promise<void>;
      try {
        const seen = await look();
        const full = this.take(seen.limits);
        if (turn !== full) this.wakeNext(turn);
        if (full === undefined) return seen;
        // whoever had the turn and found no slot keeps the place
        nextTurn = this.line(full, turn === full);
        turn = full;
      } catch (error) {
        this.wakeNext(turn);
        throw error;
      } finally {
        this.endLook(looking);
      }
      await nextTurn;
    }
  }

  /**
   * Gives the slots back, once everyone who is looking right now has seen it: a look that began before this
   * attempt's failure was counted would else find neither the failure nor the attempt.
   */
  release(limits: readonly SlotLimit[]): void {
    const release = { limits, awaited: this.looks.size };
    for (const look of this.looks) look.holdsBack.push(release);
    if (release.awaited === 0) this.free(limits);
  }

  private beginLook(): Look {
    const look: Look = { holdsBack: [] };
    this.looks.add(look);
    return look;
  }

  private endLook(look: Look): void {
    this.looks.delete(look);
    for (const release of look.holdsBack) {
      if (--release.awaited === 0) this.free(release.limits);
    }
  }

  /** Takes a slot of each, or none: then it returns the key that has none free. */
  private take(limits: readonly SlotLimit[]): string | undefined {
    const full = limits.find(({ key, available }) => (this.underWay.get(key) ?? 0) >= available);
    if (full !== undefined) return full.key;
    for (const { key } of limits) this.underWay.set(key, (this.underWay.get(key) ?? 0) + 1);
    return undefined;
  }

  private free(limits: readonly SlotLimit[]): void {
    for (const { key } of limits) {
      const taken = this.underWay.get(key) ?? 1;
      if (taken > 1) this.underWay.set(key, taken - 1);
      else this.underWay.delete(key);
      this.wakeNext(key);
    }
  }

  /** Resolves when it is this caller's turn to look again. */
  private line(key: string, first: boolean): Promise<void> {
    return new Promise((resolve) => {
      const line = this.waiting.get(key) ?? [];
      if (first) line.unshift(resolve);
      else line.push(resolve);
      this.waiting.set(key, line);
    });
  }

  /** Gives the turn to whoever has waited longest. */
  private wakeNext(key: string | undefined): void {
    if (key === undefined) return;
    const line = this.waiting.get(key);
    const wake = line?.shift();
    if (line?.length === 0) this.waiting.delete(key);
    wake?.();
  }
}

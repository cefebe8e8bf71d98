/** How many attempts may be in progress under one counter. */
export interface SlotLimit {
  key: string;
  available: number;
}

interface Release {
  limits: readonly SlotLimit[];
  /** Reads that began before it and may not have seen its failure. */
  awaited: number;
}

interface Look {
  holdsBack: Release[];
}

/**
 * Admits no more concurrent attempts than may still fail under any counter, so that parallel guesses cannot pass a
 * counter that none of them has raised yet. The others wait in line and read the counters again in turn. Each passes
 * the turn on, so that a crowd costs one read per attempt and not one per waiter.
 */
export class AttemptSlots {
  private readonly underWay = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();
  private readonly looks = new Set<Look>();

  /**
   * Reads the counters until there is a slot under each, and takes them; `release` gives them back.
   * @param look returns how many slots each counter leaves, or throws if a counter leaves none for good
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
        // the attempt that had the turn and found no slot keeps its place
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
   * Gives the slots back after every read in progress has ended: a read that began before the failure of this attempt was
   * counted would otherwise see neither the failure nor the attempt.
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

  /** Takes a slot of each key, or none: then it returns the key that has none free. */
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

  /** Resolves when it is this attempt's turn to read again. */
  private line(key: string, first: boolean): Promise<void> {
    return new Promise((resolve) => {
      const line = this.waiting.get(key) ?? [];
      if (first) line.unshift(resolve);
      else line.push(resolve);
      this.waiting.set(key, line);
    });
  }

  /** Passes the turn to the attempt that has waited longest. */
  private wakeNext(key: string | undefined): void {
    if (key === undefined) return;
    const line = this.waiting.get(key);
    const wake = line?.shift();
    if (line?.length === 0) this.waiting.delete(key);
    wake?.();
  }
}

interface Place {
  used: number;
  waiting: (() => void)[];
}

/** Bounds the concurrent work of a key; the rest waits in order of arrival. */
export class Slots {
  private readonly places = new Map<string, Place>();

  /** Takes a slot; false when none became free before the signal. */
  async take(key: string, atOnce: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const place = this.places.get(key) ?? { used: 0, waiting: [] };
    this.places.set(key, place);
    if (place.used < atOnce) {
      place.used++;
      return true;
    }
    return new Promise((resolve) => {
      const proceed = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = (): void => {
        place.waiting.splice(place.waiting.indexOf(proceed), 1);
        resolve(false);
      };
      place.waiting.push(proceed);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Passes a slot to the longest waiting work. */
  release(key: string): void {
    const place = this.places.get(key);
    if (place === undefined) return;
    const next = place.waiting.shift();
    if (next !== undefined) next();
    else if (--place.used === 0) this.places.delete(key);
  }
}

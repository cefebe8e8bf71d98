import { MILLISECONDS } from '../protocol/durations.js';

/** Writes a line; `others`: how many alike came since the last one of its kind, none of which is written. */
type Tell = (others?: number) => void;

interface Fold {
  others: number;
  tell: Tell;
  timer: NodeJS.Timeout;
}

/** Of log lines that a crowd of requests causes, each kind is written once in a minute, with the number of the others. */
export class LogFolds {
  private readonly folds = new Map<string, Fold>();

  write(kind: string, tell: Tell): void {
    const fold = this.folds.get(kind);
    if (fold === undefined) {
      tell();
      this.begin(kind, tell);
    } else {
      fold.others++;
      fold.tell = tell;
    }
  }

  /** Writes what was not told yet. */
  stop(): void {
    for (const [kind, fold] of this.folds) this.end(kind, fold);
  }

  private begin(kind: string, tell: Tell): void {
    const fold: Fold = { others: 0, tell, timer: setTimeout(() => this.turn(kind, fold), MILLISECONDS.minute).unref() };
    this.folds.set(kind, fold);
  }

  /** While more come, the next of them wait for the next minute. */
  private turn(kind: string, fold: Fold): void {
    this.end(kind, fold);
    if (fold.others > 0) this.begin(kind, fold.tell);
  }

  private end(kind: string, { others, tell, timer }: Fold): void {
    clearTimeout(timer);
    this.folds.delete(kind);
    if (others > 0) tell(others);
  }
}

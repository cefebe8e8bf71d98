import { TooManyAtOnce } from '../../protocol/too-many.js';

/** Attempts of one network that are under way at once: some seconds of the threads that hash. */
const AT_ONCE = 64;
/** Those of it that wait for one of them. Clients of later ones would have timed out. */
const IN_LINE = 448;
/** Seconds in which a part of a full line has moved on. */
const RETRY_AFTER = 5;

interface Line {
  underWay: number;
  waiting: (() => void)[];
}

/**
 * Bounds how many attempts to sign in one network has under way and waiting, before anything is looked up: a crowd of one
 * network neither fills the queue of the threads that hash nor costs more than its refusals.
 */
export class NetworkLines {
  private readonly lines = new Map<string, Line>();

  /** @throws TooManyAtOnce when the line of this network is full */
  async pass<T>(network: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(network) ?? { underWay: 0, waiting: [] };
    await this.enter(line, network);
    try {
      return await work();
    } finally {
      this.leave(line, network);
    }
  }

  private async enter(line: Line, network: string): Promise<void> {
    if (line.underWay < AT_ONCE) {
      line.underWay++;
      this.lines.set(network, line);
      return;
    }
    if (line.waiting.length >= IN_LINE) throw new TooManyAtOnce(RETRY_AFTER, `sign-ins of ${network}`);
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  }

  /** Its place goes to the one that has waited longest. */
  private leave(line: Line, network: string): void {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.underWay === 0) this.lines.delete(network);
  }
}

const ROUNDS = 15;
/** Milliseconds of work below which what else this process does decides. */
const FLOOR = 10;

/** What `growth` stays under for linear work, and far from what it is for work that squares. */
export const LINEAR = 3;

/**
 * The least processor time, in milliseconds, that this process used for the work in several rounds. Another process's
 * turn on the machine does not count; a garbage collection makes a round dearer, never cheaper.
 */
export async function leastCost(work: () => unknown, rounds = ROUNDS): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/**
 * What text of this length costs, as a multiple of ten times what a tenth of it costs: one at most for linear work, ten
 * for quadratic. Zero where it costs next to nothing.
 */
export async function growth(length: number, work: (length: number) => unknown): Promise<number> {
  let whole = await leastCost(() => work(length), 1);
  for (let round = 1; round < ROUNDS && whole >= FLOOR; round++) {
    whole = Math.min(whole, await leastCost(() => work(length), 1));
  }
  if (whole < FLOOR) return 0;
  return whole / (10 * Math.max(await leastCost(() => work(length / 10)), FLOOR / 10));
}

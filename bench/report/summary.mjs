/** The median of a member over lines. */
export function median(lines, member) {
  const values = lines
    .map((line) => line[member])
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  const middle = values.length >> 1;
  if (values.length === 0) return undefined;
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/** One summary a target and scenario: medians over the rounds. */
export function summarize(lines) {
  const groups = new Map();
  for (const line of lines.filter(({ kind }) => kind === 'rate')) {
    const key = `${line.scenario} ${line.target}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((rounds) => {
    const [{ target, scenario }] = rounds;
    const of = (member) => median(rounds, member);
    return {
      target,
      scenario,
      rounds: rounds.length,
      perSecond: of('perSecond'),
      least: Math.min(...rounds.map((line) => line.perSecond)),
      most: Math.max(...rounds.map((line) => line.perSecond)),
      p50: of('p50'),
      p99: of('p99'),
      serverCpu: of('serverCpu'),
      postgresCpu: of('postgresCpu'),
      memory: of('memory'),
    };
  });
}

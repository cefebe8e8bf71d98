// What Latchkey must reach, as ratios of one run. A goal on requests/s that the machine's noise blurs is judged by CPU.
export const GOALS = [
  { scenario: 'client_credentials', against: 'oidc-provider-memory', atLeast: 1.6, cpuAtMost: 0.5 },
  { scenario: 'client_credentials', against: 'oidc-provider-postgres-jwt', atLeast: 3 },
  { scenario: 'introspection', against: 'oidc-provider-memory', atLeast: 1.8 },
  { scenario: 'refresh', against: 'oidc-provider-memory', atLeast: 2.5 },
  { scenario: 'refresh', against: 'oidc-provider-postgres', atLeast: 5 },
  { scenario: 'authorization_code', against: 'oidc-provider-postgres', atLeast: 4 },
  { scenario: 'revocation', against: 'oidc-provider-postgres', atLeast: 3 },
  { scenario: 'bearer_read', against: 'floor', atLeast: 0.6 },
  { scenario: 'client_credentials', against: 'floor', atLeast: 0.6 },
  { scenario: 'refresh', against: 'floor', atLeast: 0.6 },
  { scenario: 'login', against: 'floor', atLeast: 0.9 },
];

/** Each goal with its measurement, in requests/s and in CPU per operation. */
export function judge(summaries, name = 'latchkey') {
  const find = (target, scenario) => summaries.find((one) => one.target === target && one.scenario === scenario);
  const cpu = (one) => one.serverCpu + one.postgresCpu;
  return GOALS.map((goal) => {
    const ours = find(name, goal.scenario);
    const theirs = find(goal.against, goal.scenario);
    if (ours === undefined || theirs === undefined) return { ...goal, reached: undefined };
    const ratio = ours.perSecond / theirs.perSecond;
    const byCpu = cpu(theirs) / cpu(ours);
    return { ...goal, ratio, byCpu, reached: ratio >= goal.atLeast || byCpu >= goal.atLeast };
  });
}

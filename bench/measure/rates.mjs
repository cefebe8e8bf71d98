import { untilQuiet } from '../driver/quiet.mjs';
import { timedRound } from '../driver/round.mjs';

/** Every scenario at every target in alternation, round by round, so that a machine that changes speed changes it for all. */
export async function measureRates({ targets, scenarios, options, postgresPid, record, say }) {
  const states = new Map(targets.map((target) => [target, {}]));
  for (const scenario of scenarios) {
    const able = targets.filter((target) => !target.lacks?.includes(scenario.name));
    for (let round = 0; round < options.rounds; round++) {
      for (const target of round % 2 === 0 ? able : [...able].reverse()) {
        if (target.failed?.has(scenario.name)) continue;
        await untilQuiet(options.patience);
        try {
          const result = await timedRound({ target, scenario, state: states.get(target), postgresPid, ...options });
          if (result.errors > 0) throw new Error(`${result.errors} errors, the first: ${result.firstError}`);
          record({ kind: 'rate', round, ...result });
          say(
            `${scenario.name} ${round + 1}/${options.rounds} ${target.name}: ${result.perSecond.toFixed(0)}/s, ` +
              `p50 ${result.p50.toFixed(2)} p99 ${result.p99.toFixed(2)} ms, ` +
              `CPU ${result.serverCpu.toFixed(3)} + ${result.postgresCpu.toFixed(3)} ms, others ${(result.others * 100).toFixed(0)}%`,
          );
        } catch (error) {
          (target.failed ??= new Set()).add(scenario.name);
          say(`${scenario.name} ${target.name}: no figure, because ${error.message}`);
        }
      }
    }
  }
}

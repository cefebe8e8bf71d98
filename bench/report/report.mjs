import fs from 'node:fs';
import path from 'node:path';
import { barChart } from './chart.mjs';
import { judge } from './goals.mjs';
import { ownGoals } from './own-goals.mjs';
import { median, summarize } from './summary.mjs';

const number = (value, digits = 0) => (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits));
const table = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Writes RESULTS.md and one chart a scenario from the raw lines of a run. */
export function writeReport({ lines, folder, machine, notes }) {
  const summaries = summarize(lines);
  const scenarios = [...new Set(summaries.map((one) => one.scenario))];
  const floorOf = (scenario) => summaries.find((one) => one.target === 'floor' && one.scenario === scenario);
  const charts = path.join(folder, 'charts');
  fs.mkdirSync(charts, { recursive: true });

  const sections = scenarios.map((scenario) => {
    const ours = summaries.filter((one) => one.scenario === scenario).sort((a, b) => b.perSecond - a.perSecond);
    const title = `${scenario}, operations per second`;
    fs.writeFileSync(
      path.join(charts, `${scenario}.svg`),
      barChart(
        title,
        ours.map((one) => ({ label: one.target, value: one.perSecond })),
      ),
    );
    const head = [
      'target',
      'per second',
      'least–most',
      'of the floor',
      'p50 ms',
      'p99 ms',
      'CPU ms server',
      'CPU ms PostgreSQL',
      'MiB',
    ];
    const rows = ours.map((one) => [
      one.target,
      number(one.perSecond),
      `${number(one.least)}–${number(one.most)}`,
      floorOf(scenario) === undefined ? '–' : number(one.perSecond / floorOf(scenario).perSecond, 2),
      number(one.p50, 2),
      number(one.p99, 2),
      number(one.serverCpu, 3),
      number(one.postgresCpu, 3),
      number(one.memory),
    ]);
    return `## ${scenario}\n\n![${title}](charts/${scenario}.svg)\n\n${table(head, rows)}`;
  });

  const text = [
    '# Results',
    `${machine} ${notes.join(' ')}`,
    'Medians of alternating rounds in one run. Absolute figures hold for that run only: compare ratios, and CPU per operation first.',
    '## Goals',
    goals(summaries),
    held(ownGoals(lines, summaries)),
    ...sections,
    '## Starting and memory',
    starts(lines),
    '## Storage, per operation',
    storage(lines),
    '## Growth',
    growth(lines),
  ];
  fs.writeFileSync(path.join(folder, 'RESULTS.md'), `${text.filter(Boolean).join('\n\n')}\n`);
}

function goals(summaries) {
  const verdict = { true: 'reached', false: 'missed', undefined: 'not measured' };
  const rows = judge(summaries).map((goal) => [
    `${goal.scenario} against ${goal.against}`,
    number(goal.atLeast, 1),
    number(goal.ratio, 2),
    number(goal.byCpu, 2),
    verdict[goal.reached],
  ]);
  return table(['goal', 'at least', 'by requests/s', 'by CPU', ''], rows);
}

function held(goals) {
  const rows = goals.map(({ goal, bound, measured, held }) => [
    goal,
    bound,
    number(measured, 2),
    held ? 'reached' : 'missed',
  ]);
  return rows.length === 0 ? '' : table(['goal', 'bound', 'measured', ''], rows);
}

function starts(lines) {
  const of = lines.filter(({ kind }) => kind === 'start');
  const rows = [...new Set(of.map((line) => line.target))].map((target) => {
    const own = of.filter((line) => line.target === target);
    return [target, number(median(own, 'startedIn')), number(median(own, 'idleMemory'))];
  });
  return rows.length === 0 ? '' : table(['target', 'start ms', 'idle MiB'], rows);
}

function storage(lines) {
  const rows = lines
    .filter(({ kind }) => kind === 'storage')
    .map((line) => [
      `${line.scenario} ${line.target}`,
      number(line.inserted, 2),
      number(line.updated, 2),
      number(line.deleted, 2),
      number(line.wal),
    ]);
  return rows.length === 0 ? '' : table(['operation', 'rows in', 'changed', 'deleted', 'WAL bytes'], rows);
}

function growth(lines) {
  const rows = lines
    .filter(({ kind }) => kind === 'growth')
    .map((line) => [
      `${line.scenario} ${line.target}`,
      String(line.connections),
      line.stored === undefined ? 'few' : String(line.stored),
      number(line.perSecond),
      number(line.p99, 2),
    ]);
  return rows.length === 0 ? '' : table(['scenario', 'connections', 'sign-ins stored', 'per second', 'p99 ms'], rows);
}

import { readFileSync, writeFileSync } from 'node:fs';

const [BEGIN, END] = ['<!-- faults: written by npm run test:faults -->', '<!-- /faults -->'];
const HEAD =
  '| fault | what was done | what callers saw | longest without a write | what was lost | day |\n|---|---|---|--:|---|---|';

/** Writes a row into the table of the file, over the one of the same fault; others stay. */
export function writeRow(file, { fault, did, saw, unserved, lost, day }) {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [table, after] = rest.split(END);
  const lines = new Map(
    table
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| fault '))
      .map((line) => [line.split(' | ')[0].slice(2), line]),
  );
  lines.set(fault, `| ${fault} | ${did} | ${saw} | ${unserved} s | ${lost} | ${day} |`);
  writeFileSync(file, `${before}${BEGIN}\n\n${HEAD}\n${[...lines.values()].join('\n')}\n\n${END}${after}`);
}

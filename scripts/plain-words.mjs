// Refuses words that make a sentence be read twice. A sentence names its subject: the caller, the client, a person, an admin.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const WORDS =
  /\b(whoever|whomever|whom|nobody|somebody|anybody|everybody|strangers?|anew|afresh|whatever|wherever|oneself|one's own)\b/i;
const TEXT = /\.(ts|tsx|mjs|cjs|md|prisma)$/;
/** The word list itself. */
const EXCEPT = 'scripts/plain-words.mjs';

const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
const files = listed.split('\n').filter((file) => TEXT.test(file) && file !== EXCEPT);

const found = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      const word = WORDS.exec(line)?.[0];
      return word === undefined ? [] : [`${file}:${String(i + 1)}: "${word}"; name the subject in plain words`];
    }),
);
if (found.length > 0) {
  console.error(found.join('\n'));
  process.exit(1);
}

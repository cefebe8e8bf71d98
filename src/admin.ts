import 'reflect-metadata';
import { readEnvironment } from './config/environment.js';
import { type GivenSettings, loadSettings } from './config/settings.js';
import { explainFailure } from './explain-failure.js';

/** A command of the operator. */
interface Command {
  usage: string;
  /** How many words it takes, at least and at most. */
  words: readonly [least: number, most: number];
  flags?: readonly string[];
  /** Whether its flag is followed by a word, which is given with it only. */
  flagTakesWord?: true;
  run: (given: GivenSettings, words: readonly string[], flags: readonly string[]) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'reset-password': {
    usage: 'npm run admin -- reset-password EMAIL [--reset-factors] [--reset-whitelist]',
    words: [1, 1],
    flags: ['--reset-factors', '--reset-whitelist'],
    run: async (given, [email = ''], flags) => {
      const { resetPasswordCommand } = await import('./reset-password.command.js');
      const also = { factors: flags.includes('--reset-factors'), whitelist: flags.includes('--reset-whitelist') };
      return resetPasswordCommand(given, email, also);
    },
  },
  'change-secret-key': {
    usage: 'npm run admin -- change-secret-key [--new-key-file FILE]',
    words: [0, 1],
    flags: ['--new-key-file'],
    flagTakesWord: true,
    run: async (given, [file]) => {
      const { changeSecretKeyCommand } = await import('./change-secret-key.command.js');
      const env = readEnvironment();
      return changeSecretKeyCommand(given, file === undefined ? env : { NEW_SECRET_KEY_FILE: file });
    },
  },
  backup: {
    usage: 'npm run backup [-- FOLDER]',
    words: [0, 1],
    run: async (given, [folder]) => (await import('./backup.command.js')).backupCommand(given, folder),
  },
  restore: {
    usage: 'npm run restore -- BACKUP',
    words: [1, 1],
    run: async (given, [backup = '']) => (await import('./backup.command.js')).restoreCommand(given, backup),
  },
};

const [name = '', ...given] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
const words = given.filter((word) => !word.startsWith('-'));
const flags = given.filter((word) => word.startsWith('-'));
const isUsage =
  command !== undefined &&
  words.length >= command.words[0] &&
  words.length <= command.words[1] &&
  flags.every((flag) => command.flags?.includes(flag)) &&
  (command.flagTakesWord === undefined || flags.length === words.length);
if (!isUsage) {
  const usages = command === undefined ? Object.values(COMMANDS) : [command];
  console.error(usages.map(({ usage }) => `Usage: ${usage}`).join('\n'));
  process.exit(2);
}

let settings: GivenSettings | undefined;
try {
  settings = loadSettings(readEnvironment());
  process.exitCode = await command.run(settings, words, flags);
} catch (error) {
  console.error(explainFailure(error, settings));
  process.exit(1);
}

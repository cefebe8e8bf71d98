import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../dist/admin.js', import.meta.url));

export interface CommandEnd {
  /** Null after a signal. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run admin` as a process of its own, as it was built. */
export interface RunningCommand {
  child: ChildProcess;
  ended: Promise<CommandEnd>;
}

export function runAdmin(cwd: string, env: Record<string, string>, ...args: string[]): RunningCommand {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { PATH, HOME, ...env } });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (printed[name] += chunk.toString()));
  const ended = new Promise<CommandEnd>((resolve) => {
    child.once('close', (status) => {
      resolve({ status, ...printed });
    });
  });
  return { child, ended };
}

/** A command as shells replace it by its output, and the placeholders of the guides for that output. */
const UNRUN = /\$\(\s*[\w./-]+[^)]*\)|`\s*[\w./-]+[^`]*`|OUTPUT_OF_|\bopenssl rand\b/;

/** The fault of a secret that is the command which makes one. `.env` files, manifests and unit files run none. */
export function unrunCommandFault(secret: string): string | undefined {
  return UNRUN.test(secret) ? 'holds a command that no shell has run; run it and write its output' : undefined;
}

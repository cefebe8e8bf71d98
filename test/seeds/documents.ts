import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The five documents, by the first digits of their file names. */
export type DocumentName = '000' | '001' | '002' | '003' | '004';

const FOLDER = process.env.SEEDS_DIR ?? fileURLToPath(new URL('../../../shared/seeds', import.meta.url));

/**
 * Whether the documents are here: they lie beside the checkout, or where SEEDS_DIR says. Without them the suite is
 * left out by name on a developer's machine, and fails in CI, where they must be.
 */
export function requireDocuments(suite: string): boolean {
  if (existsSync(FOLDER)) return true;
  const message = `${suite}: needs the documents in ${FOLDER} (SEEDS_DIR)`;
  if (process.env.CI === 'true') throw new Error(message);
  console.log(`skipped: ${message}`);
  return false;
}

export function readDocument(name: DocumentName): string {
  const file = readdirSync(FOLDER).find((entry) => entry.startsWith(name));
  if (file === undefined) throw new Error(`no document ${name} in ${FOLDER}`);
  return readFileSync(path.join(FOLDER, file), 'utf8');
}

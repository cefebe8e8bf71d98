import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';

const FOLDER = fileURLToPath(new URL('../../../dist/console/', import.meta.url));
const PAGE = 'index.html';
/** Stands in the built page wherever a nonce belongs; `console/vite.config.ts` puts it there. */
const NONCE_PLACEHOLDER = '__NONCE__';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

export interface ConsoleFile {
  type: string;
  /** By content coding; '' is the file as it is. */
  bodies: ReadonlyMap<string, Buffer>;
}

/** The built console, in memory: some thirty files that never change while the server runs. */
@Injectable()
export class ConsoleFiles {
  private readonly files = readAll(path.join(FOLDER, 'assets'));
  private readonly page = existsSync(path.join(FOLDER, PAGE))
    ? readFileSync(path.join(FOLDER, PAGE), 'utf8')
    : undefined;

  /** Undefined: there is no such file. */
  asset(name: string): ConsoleFile | undefined {
    return this.files.get(name);
  }

  /** The page with this nonce in it; undefined where the console was not built. */
  pageWith(nonce: string): string | undefined {
    return this.page?.replaceAll(NONCE_PLACEHOLDER, nonce);
  }
}

function readAll(folder: string): ReadonlyMap<string, ConsoleFile> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const present = new Set(names);
  const files = names.filter((name) => path.extname(name) in TYPES);
  return new Map(
    files.map((name) => {
      const bodies = new Map([['', readFileSync(path.join(folder, name))]]);
      for (const [coding, suffix] of ENCODINGS) {
        if (present.has(name + suffix)) bodies.set(coding, readFileSync(path.join(folder, name + suffix)));
      }
      return [name, { type: TYPES[path.extname(name)] ?? '', bodies }];
    }),
  );
}

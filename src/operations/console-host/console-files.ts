import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';

const FOLDER = fileURLToPath(new URL('../../../dist/console/', import.meta.url));
const PAGE = 'index.html';
/** The placeholder for the nonce in the built page; `console/vite.config.ts` writes it. */
const NONCE_PLACEHOLDER = '__NONCE__';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};
const SUFFIXES = { br: '.br', gzip: '.gz', identity: '' } as const;

export interface ConsoleFile {
  type: string;
  /** By content coding. */
  bodies: ReadonlyMap<string, Buffer>;
}

/** The built console in memory: about thirty files, which do not change while the server runs. */
@Injectable()
export class ConsoleFiles {
  private readonly files = readAll(path.join(FOLDER, 'assets'));
  private readonly page = existsSync(path.join(FOLDER, PAGE))
    ? readFileSync(path.join(FOLDER, PAGE), 'utf8')
    : undefined;

  /** Undefined for an unknown name. */
  asset(name: string): ConsoleFile | undefined {
    return this.files.get(name);
  }

  /** The page with this nonce; undefined if the console was not built. */
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
      const bodies = new Map(
        Object.entries(SUFFIXES)
          .filter(([, suffix]) => present.has(name + suffix))
          .map(([coding, suffix]) => [coding, readFileSync(path.join(folder, name + suffix))]),
      );
      return [name, { type: TYPES[path.extname(name)] ?? '', bodies }];
    }),
  );
}

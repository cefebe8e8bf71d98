import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { issuerPath, ownPath } from '../../protocol/own-address.js';

const FOLDER = fileURLToPath(new URL('../../../dist/console/', import.meta.url));
const PAGE = 'index.html';
/** The placeholder for the nonce in the built page; `console/vite.config.ts` writes it. */
const NONCE_PLACEHOLDER = '__NONCE__';
/** The start of each relative address in the built page, and the element for the path of the issuer. */
const OWN_FILE = '="./';
const BASE = '<meta name="latchkey-base" content="';

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
  private readonly page: string | undefined;

  constructor({ issuer, console: isWanted }: Settings) {
    const file = path.join(FOLDER, PAGE);
    this.page = isWanted && existsSync(file) ? placed(readFileSync(file, 'utf8'), issuer) : undefined;
  }

  /** Undefined for an unknown name. */
  asset(name: string): ConsoleFile | undefined {
    return this.files.get(name);
  }

  /** The page with this nonce; undefined if the console was not built or is switched off. */
  pageWith(nonce: string): string | undefined {
    return this.page?.replaceAll(NONCE_PLACEHOLDER, nonce);
  }
}

/** The page for the path it is served under: every deep link loads the same files. */
function placed(page: string, issuer: string): string {
  return page.replaceAll(OWN_FILE, `="${ownPath(issuer, '/console/')}`).replace(BASE, BASE + issuerPath(issuer));
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

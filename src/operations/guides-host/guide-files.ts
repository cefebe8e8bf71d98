import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { issuerPath } from '../../protocol/own-address.js';

const FOLDER = fileURLToPath(new URL('../../../dist/guides/', import.meta.url));
/** The placeholder for the path of the issuer in the built site; `docs/.vitepress/config.mjs` writes it. */
const ISSUER_PATH = '/__BASE__';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface GuideFile {
  type: string;
  body: string;
  /** Whether the name carries a hash of the content. */
  lasting: boolean;
}

/** The built site of the guides. A file is read when it is first asked for, and kept. */
@Injectable()
export class GuideFiles {
  private readonly issuerPath: string;
  private names: ReadonlySet<string> | undefined;
  private readonly files = new Map<string, GuideFile>();
  private allowed: string | undefined;

  constructor({ issuer }: Settings) {
    this.issuerPath = issuerPath(issuer);
  }

  /** The file or page of a place below `/docs/guides/`; undefined for an unknown one, and if the guides were not built. */
  at(place: string): GuideFile | undefined {
    this.names ??= new Set(existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }) : []);
    const { names } = this;
    const name = [place, `${place}.html`, path.posix.join(place, 'index.html')].find(
      (candidate) => names.has(candidate) && path.extname(candidate) in TYPES,
    );
    return name === undefined ? undefined : this.file(name);
  }

  /**
   * Files of the site, and what stands inline in its pages, by its hash.
   * @see https://www.w3.org/TR/CSP3/#framework-directive-source-list
   */
  policy(): string {
    this.allowed ??= policyFor(JSON.parse(readFileSync(path.join(FOLDER, 'inline.json'), 'utf8')) as Inline);
    return this.allowed;
  }

  private file(name: string): GuideFile {
    let file = this.files.get(name);
    if (file === undefined) {
      const body = readFileSync(path.join(FOLDER, name), 'utf8').replaceAll(ISSUER_PATH, this.issuerPath);
      file = { type: TYPES[path.extname(name)] ?? '', body, lasting: name.startsWith('assets/') };
      this.files.set(name, file);
    }
    return file;
  }
}

/** Hashes of the inline scripts and style attributes, as `docs/.vitepress/config.mjs` writes them. */
interface Inline {
  scripts: readonly string[];
  styles: readonly string[];
}

function policyFor({ scripts, styles }: Inline): string {
  const quoted = (hashes: readonly string[]) => hashes.map((hash) => `'${hash}'`).join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' ${quoted(scripts)}`,
    "style-src-elem 'self'",
    `style-src-attr 'unsafe-hashes' ${quoted(styles)}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

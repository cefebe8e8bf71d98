import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const WORTHWHILE = /\.(js|css|svg)$/;

/** Puts a brotli and a gzip copy beside every file, once, so that serving one costs nothing. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const folder = path.join(dir, 'assets');
      for (const name of readdirSync(folder).filter((file) => WORTHWHILE.test(file))) {
        const body = readFileSync(path.join(folder, name));
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
        writeFileSync(path.join(folder, `${name}.br`), brotliCompressSync(body, { params: quality }));
        writeFileSync(path.join(folder, `${name}.gz`), gzipSync(body, { level: 9 }));
      }
    },
  };
}

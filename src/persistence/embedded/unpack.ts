import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { BackupFault } from './backup-fault.js';

const BLOCK = 512;
const PIECE = 1024 * 1024;
const FILE = '0';
const FOLDER = '5';

/**
 * Unpacks the tar archive of a database into a folder: files and folders, as PostgreSQL writes them.
 * @returns the SHA-256 of the archive
 * @throws BackupFault for any other entry
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
export function unpack(archive: string, into: string, progress: (done: number) => void): string {
  const reader = new ArchiveReader(archive, progress);
  try {
    for (let header = reader.block(); header !== undefined; header = reader.block()) {
      if (header.every((byte) => byte === 0)) continue;
      unpackEntry(header, into, reader);
    }
    return reader.digest();
  } finally {
    reader.close();
  }
}

function unpackEntry(header: Buffer, into: string, reader: ArchiveReader): void {
  const name = textAt(header, 0, 100);
  const size = Number.parseInt(textAt(header, 124, 12), 8);
  const type = textAt(header, 156, 1);
  const target = path.resolve(into, name);
  const isInside = target === into || target.startsWith(into + path.sep);
  if (!isInside || Number.isNaN(size) || (type !== FILE && type !== FOLDER))
    throw new BackupFault(`the archive holds "${name}", which is no file of a database; use another backup`);
  if (type === FOLDER) {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    return;
  }
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  const handle = openSync(target, 'wx', 0o600);
  try {
    reader.copy(size, handle);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function textAt(header: Buffer, at: number, length: number): string {
  const field = header.subarray(at, at + length).toString('latin1');
  return field.replace(/[\0 ].*$/s, '');
}

class ArchiveReader {
  private readonly handle: number;
  private readonly hash = createHash('sha256');
  private readonly buffer = Buffer.alloc(PIECE);
  private done = 0;

  constructor(
    private readonly archive: string,
    private readonly progress: (done: number) => void,
  ) {
    this.handle = openSync(archive, 'r');
  }

  /** Undefined at the end of the archive. */
  block(): Buffer | undefined {
    const piece = this.read(BLOCK);
    if (piece.length === 0) return undefined;
    return Buffer.from(piece);
  }

  /** Copies the content of an entry, and passes over what fills its last block. */
  copy(size: number, to: number): void {
    let left = size;
    while (left > 0) {
      const piece = this.read(Math.min(left, PIECE));
      for (let at = 0; at < piece.length;) at += writeSync(to, piece, at);
      left -= piece.length;
    }
    const rest = size % BLOCK;
    if (rest > 0) this.read(BLOCK - rest);
  }

  digest(): string {
    return this.hash.digest('hex');
  }

  close(): void {
    closeSync(this.handle);
  }

  /** Exactly so many bytes; none at the end of the archive. */
  private read(length: number): Buffer {
    let got = 0;
    while (got < length) {
      const more = readSync(this.handle, this.buffer, got, length - got, null);
      if (more === 0) break;
      got += more;
    }
    if (got !== 0 && got !== length) throw this.cut();
    if (got === 0 && length !== BLOCK) throw this.cut();
    const piece = this.buffer.subarray(0, got);
    this.hash.update(piece);
    this.done += got;
    this.progress(this.done);
    return piece;
  }

  private cut(): BackupFault {
    return new BackupFault(`${this.archive} ends in the middle of a file; use another backup`);
  }
}

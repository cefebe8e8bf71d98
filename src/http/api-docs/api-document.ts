import { type INestApplication, Injectable } from '@nestjs/common';
import { buildDocument } from './build-document.js';

/** The OpenAPI document as JSON, built at its first request: a server that is never asked does not pay for it. */
@Injectable()
export class ApiDocument {
  private make: (() => Promise<Buffer>) | undefined;
  private bytes: Promise<Buffer> | undefined;

  /** Tells which application is described; its routes are read from it later. */
  describe(app: INestApplication, issuer: string): void {
    this.make = async () => Buffer.from(JSON.stringify(await buildDocument(app, issuer)));
  }

  json(): Promise<Buffer> {
    if (this.make === undefined) throw new Error('describe() was not called');
    this.bytes ??= this.make();
    return this.bytes;
  }
}

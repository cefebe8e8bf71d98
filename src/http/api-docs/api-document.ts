import { type INestApplication, Injectable } from '@nestjs/common';
import { buildDocument } from './build-document.js';

/** The OpenAPI document as text, built at its first request: a server that is never asked does not pay for it. */
@Injectable()
export class ApiDocument {
  private make: (() => Promise<string>) | undefined;
  private text: Promise<string> | undefined;

  /** Tells which application is described; its routes are read from it later. */
  describe(app: INestApplication, issuer: string): void {
    this.make = async () => JSON.stringify(await buildDocument(app, issuer));
  }

  json(): Promise<string> {
    if (this.make === undefined) throw new Error('describe() was not called');
    this.text ??= this.make();
    return this.text;
  }
}

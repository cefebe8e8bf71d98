import { type INestApplication, Injectable } from '@nestjs/common';
import { buildDocument } from './build-document.js';

/** The OpenAPI document as text, built at its first request: a server that is never asked does not pay for it. */
@Injectable()
export class ApiDocument {
  private make: (() => Promise<string>) | undefined;
  private text: Promise<string> | undefined;

  /** Sets the application to describe; its routes are read later. */
  describe(app: INestApplication, cookieName: string): void {
    this.make = async () => JSON.stringify(await buildDocument(app, cookieName));
  }

  json(): Promise<string> {
    if (this.make === undefined) throw new Error('describe() was not called');
    this.text ??= this.make();
    return this.text;
  }
}

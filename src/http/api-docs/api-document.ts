import { type INestApplication, Injectable } from '@nestjs/common';
import { buildDocument } from './build-document.js';

/** The OpenAPI document as text: made when it is first asked for, so that nobody else pays for it. */
@Injectable()
export class ApiDocument {
  private make: (() => Promise<string>) | undefined;
  private text: Promise<string> | undefined;

  /** Tells which application is described; its routes are read from it later. */
  describe(app: INestApplication, cookieName: string): void {
    this.make = async () => JSON.stringify(await buildDocument(app, cookieName));
  }

  json(): Promise<string> {
    if (this.make === undefined) throw new Error('nobody said which application is described');
    this.text ??= this.make();
    return this.text;
  }
}

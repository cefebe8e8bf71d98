import { type INestApplication, Injectable } from '@nestjs/common';
import { SessionCookie } from '../sessions/session-cookie.js';
import { buildDocument } from './build-document.js';

/** The OpenAPI document as text: made when it is first asked for, so that nobody else pays for it. */
@Injectable()
export class ApiDocument {
  private app: INestApplication | undefined;
  private text: string | undefined;

  constructor(private readonly cookie: SessionCookie) {}

  /** Tells which application is described; its routes are read from it later. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  get json(): string {
    if (this.app === undefined) throw new Error('nobody said which application is described');
    this.text ??= JSON.stringify(buildDocument(this.app, this.cookie.name));
    return this.text;
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseCrossSite } from '../access/cross-site.js';
import { Settings } from '../config/settings.js';
import { AccessDenied } from '../protocol/refusal.js';
import { SecretKey } from '../secrets/secret-key.js';
import { sameHash } from '../secrets/secrets.js';
import { BrowserMark } from './browser-mark.js';

/**
 * Ensures that a form was sent from a page that this browser was given: its token depends on the mark of the browser and
 * on the contents of the page.
 */
@Injectable()
export class FormGuard {
  constructor(
    private readonly settings: Settings,
    private readonly key: SecretKey,
    private readonly mark: BrowserMark,
  ) {}

  /** The token of a form. `drawn`: the digest of the page, if the form decides about it. */
  tokenFor(request: FastifyRequest, reply: FastifyReply, drawn = ''): string {
    const answer = this.answerTo(this.mark.of(request, reply), drawn).toString('base64url');
    return drawn === '' ? answer : `${answer}.${drawn}`;
  }

  /** The digest that `tokenFor` was given. @throws AccessDenied for a form of another page or browser */
  check(request: FastifyRequest, token = ''): string {
    refuseCrossSite(request, this.settings.issuer);
    const mark = this.mark.read(request);
    const [answer, drawn = ''] = token.split('.', 2) as [string, string?];
    if (mark === undefined || !sameHash(Buffer.from(answer, 'base64url'), this.answerTo(mark, drawn))) {
      throw new AccessDenied('the form was not sent from a page that this browser was given');
    }
    return drawn;
  }

  private answerTo(mark: string, drawn: string): Buffer {
    return this.key.mac(Buffer.from(`form ${mark} ${drawn}`));
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseCrossSite } from '../access/cross-site.js';
import { Settings } from '../config/settings.js';
import { AccessDenied } from '../protocol/refusal.js';
import { SecretKey } from '../secrets/secret-key.js';
import { sameHash } from '../secrets/secrets.js';
import { BrowserMark } from './browser-mark.js';

/**
 * Sees to it that a form was sent from a page that this browser was given: the token in the form answers to the mark
 * of the browser, and to what the page showed.
 */
@Injectable()
export class FormGuard {
  constructor(
    private readonly settings: Settings,
    private readonly key: SecretKey,
    private readonly mark: BrowserMark,
  ) {}

  /** The token for a form on this page. `drawn`: a digest of what it shows, where its form decides about that. */
  tokenFor(request: FastifyRequest, reply: FastifyReply, drawn = ''): string {
    const answer = this.answerTo(this.mark.of(request, reply), drawn).toString('base64url');
    return drawn === '' ? answer : `${answer}.${drawn}`;
  }

  /** What the page showed from which the form was sent, as it was given to `tokenFor`. */
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

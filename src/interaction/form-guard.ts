import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfAnotherAddress, refuseCrossSite, sentFromElsewhere } from '../access/cross-site.js';
import { Settings } from '../config/settings.js';
import { AccessDenied } from '../protocol/refusal.js';
import { SecretKey } from '../secrets/secret-key.js';
import { sameHash } from '../secrets/secrets.js';
import { BrowserMark } from './browser-mark.js';

export const WITHOUT_COOKIES =
  'This site needs cookies, and your browser sent none. Allow cookies for this site and start again.';
const OLD_PAGE = 'This page is old. Go back to where you came from and start again.';

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
    const marks = this.mark.read(request);
    if (marks.length === 0) {
      if (isOfAnotherAddress(request, this.settings.issuer)) {
        throw sentFromElsewhere(this.settings.issuer, 'without cookies');
      }
      throw withoutCookies('the form came without a cookie');
    }
    const [answer, drawn = ''] = token.split('.', 2) as [string, string?];
    const given = Buffer.from(answer, 'base64url');
    if (!marks.some((mark) => sameHash(given, this.answerTo(mark, drawn)))) {
      throw explained('the form was not sent from a page that this browser was given', OLD_PAGE);
    }
    return drawn;
  }

  private answerTo(mark: string, drawn: string): Buffer {
    return this.key.mac(Buffer.from(`form ${mark} ${drawn}`));
  }
}

export function withoutCookies(detail: string): AccessDenied {
  return explained(detail, WITHOUT_COOKIES);
}

function explained(detail: string, explanation: string): AccessDenied {
  return new AccessDenied(detail, {}, [], explanation);
}

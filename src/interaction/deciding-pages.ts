import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../secrets/secrets.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

/** A page whose form decides about what the page shows. */
export interface DecidingPage {
  /** @param form its token, and whether the page says that its contents have changed */
  draw: (form: { csrf: string; hasChanged: boolean }) => string;
  /** Values that the form decides about and the page does not show. */
  standsFor: Readonly<Record<string, unknown>>;
  /** The destination of the form's answer, if it leaves this server. */
  formTarget?: string | undefined;
}

/**
 * Ensures that a decision is about the shown page: the token of its form seals a digest of the page and of its hidden
 * values. If they differ when the form is sent, the page is drawn again and nothing is decided.
 */
@Injectable()
export class DecidingPages {
  constructor(private readonly forms: FormGuard) {}

  send(page: DecidingPage, request: FastifyRequest, reply: FastifyReply, hasChanged = false): void {
    const csrf = this.forms.tokenFor(request, reply, digestOf(page));
    // drawn again it answers a POST that created nothing
    sendPage(reply.status(200), page.draw({ csrf, hasChanged }), page.formTarget);
  }

  /** The digest of the page from which a form was sent. */
  seenBy(request: FastifyRequest, token: string | undefined): string {
    return this.forms.check(request, token);
  }

  /** Whether a form was sent from this page as it would be drawn now. `seen`: the result of `seenBy`. */
  isAsSeen(page: DecidingPage, seen: string): boolean {
    return seen === digestOf(page);
  }
}

function digestOf({ draw, standsFor }: DecidingPage): string {
  return sha256(`${JSON.stringify(standsFor)}\n${draw({ csrf: '', hasChanged: false })}`).toString('base64url');
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../secrets/secrets.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

/** A page whose form decides about what the page shows. */
export interface DecidingPage {
  /** @param form its token, and whether the page is to say that it shows something else than before */
  draw: (form: { csrf: string; hasChanged: boolean }) => string;
  /** What the form decides about beyond what can be read on the page. */
  standsFor: Readonly<Record<string, unknown>>;
  /** Where the form's answer ends up, if that is elsewhere. */
  formTarget?: string | undefined;
}

/**
 * What a page shows is what is decided: the token of its form seals a digest of the whole page and of what it stands
 * for. What differs when the form comes back is drawn again, and nothing is decided.
 */
@Injectable()
export class DecidingPages {
  constructor(private readonly forms: FormGuard) {}

  send(page: DecidingPage, request: FastifyRequest, reply: FastifyReply, hasChanged = false): void {
    const csrf = this.forms.tokenFor(request, reply, digestOf(page));
    // drawn again it answers a POST that created nothing
    sendPage(reply.status(200), page.draw({ csrf, hasChanged }), page.formTarget);
  }

  /** What the page showed from which a form was sent. */
  seenBy(request: FastifyRequest, token: string | undefined): string {
    return this.forms.check(request, token);
  }

  /** Whether a form was sent from this very page, as it would be drawn now. `seen`: what `seenBy` gave. */
  isAsSeen(page: DecidingPage, seen: string): boolean {
    return seen === digestOf(page);
  }
}

function digestOf({ draw, standsFor }: DecidingPage): string {
  return sha256(`${JSON.stringify(standsFor)}\n${draw({ csrf: '', hasChanged: false })}`).toString('base64url');
}

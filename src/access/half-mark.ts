import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { OwnCookie } from '../http/own-cookie.js';
import { isSecretText, newSecretText, sha256 } from '../secrets/secrets.js';
import { ANSWER_COUNTS_FOR } from '../oauth/authorize/answers.js';

/**
 * Marks a browser in which sign-ins wait for their second half. The mark goes when a person signs in, signs out or
 * declines, and with it everything that waits there: who comes to the browser next finishes nothing of theirs.
 */
@Injectable()
export class HalfMark {
  private readonly cookie: OwnCookie;
  /** The console keeps what waits in a cookie of its own. */
  private readonly consoles: OwnCookie;

  constructor({ issuer }: Settings) {
    this.cookie = new OwnCookie(issuer, 'begun');
    this.consoles = new OwnCookie(issuer, 'half', { sameSite: 'strict' });
  }

  /** The name of the mark in seals, from which no cookie can be made. A browser keeps its mark, or gets one. */
  nameOf(request: FastifyRequest, reply: FastifyReply): string {
    const mark = this.read(request) ?? newSecretText();
    this.cookie.set(reply, mark, ANSWER_COUNTS_FOR);
    return nameOfMark(mark);
  }

  /** Whether the browser has the mark of this name still. */
  isOf(name: string, request: FastifyRequest): boolean {
    const mark = this.read(request);
    return mark !== undefined && nameOfMark(mark) === name;
  }

  /** Ends what waits in the browser that is answered. */
  end(reply: FastifyReply): void {
    for (const cookie of [this.cookie, this.consoles]) {
      if (cookie.read(reply.request) !== undefined) cookie.clear(reply);
    }
  }

  private read(request: FastifyRequest): string | undefined {
    const value = this.cookie.read(request);
    return value !== undefined && isSecretText(value) ? value : undefined;
  }
}

function nameOfMark(mark: string): string {
  return sha256(`half sign-ins of ${mark}`).toString('base64url');
}

import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { cookieName, cookieOf } from '../http/cookie.js';
import { randomBytes } from '../secrets/randomness.js';
import { sha256 } from '../secrets/secrets.js';
import { ANSWER_COUNTS_FOR } from '../oauth/authorize/answers.js';

const MARK = /^[\w-]{43}$/;

/**
 * Marks a browser in which sign-ins wait for their second half. The mark goes when a person signs in, signs out or
 * declines, and with it everything that waits there: who comes to the browser next finishes nothing of theirs.
 */
@Injectable()
export class HalfMark {
  private readonly name: string;
  /** The console keeps what waits in a cookie of its own. */
  private readonly consoles: string;
  private readonly secure: boolean;

  constructor({ issuer }: Settings) {
    this.name = cookieName(issuer, 'begun');
    this.consoles = cookieName(issuer, 'half');
    this.secure = issuer.startsWith('https:');
  }

  /** The name of the mark in seals, from which no cookie can be made. A browser keeps its mark, or gets one. */
  nameOf(request: FastifyRequest, reply: FastifyReply): string {
    const mark = this.read(request) ?? randomBytes(32).toString('base64url');
    void reply.setCookie(this.name, mark, { ...this.attributes(), maxAge: ANSWER_COUNTS_FOR });
    return nameOfMark(mark);
  }

  /** Whether the browser has the mark of this name still. */
  isOf(name: string, request: FastifyRequest): boolean {
    const mark = this.read(request);
    return mark !== undefined && nameOfMark(mark) === name;
  }

  /** Ends what waits in the browser that is answered. */
  end(reply: FastifyReply): void {
    for (const name of [this.name, this.consoles]) {
      if (cookieOf(reply.request, name) !== undefined) void reply.clearCookie(name, this.attributes());
    }
  }

  private read(request: FastifyRequest): string | undefined {
    const value = cookieOf(request, this.name);
    return value !== undefined && MARK.test(value) ? value : undefined;
  }

  private attributes() {
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' } as const;
  }
}

function nameOfMark(mark: string): string {
  return sha256(`half sign-ins of ${mark}`).toString('base64url');
}

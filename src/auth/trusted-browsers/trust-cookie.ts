import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { cookieName, cookieOf } from '../../http/cookie.js';

/** People who share a browser and trust it, each by a token of their own. */
const MAX_TOKENS = 5;
const TOKEN = /^[\w-]{43}$/;

/**
 * The cookie of a trusted browser: one token for each account that trusts it, which names no account. Signing out leaves it.
 */
@Injectable()
export class TrustCookie {
  private readonly name: string;
  private readonly secure: boolean;

  constructor({ issuer }: Settings) {
    this.secure = issuer.startsWith('https:');
    this.name = cookieName(issuer, 'trust');
  }

  /** The tokens, the newest first. */
  read(request: FastifyRequest): string[] {
    const value = cookieOf(request, this.name) ?? '';
    return value.split('.', MAX_TOKENS).filter((token) => TOKEN.test(token));
  }

  /** @param maxAge seconds */
  set(reply: FastifyReply, tokens: readonly string[], maxAge: number): void {
    const value = tokens.slice(0, MAX_TOKENS).join('.');
    const attributes = { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' } as const;
    void reply.setCookie(this.name, value, { ...attributes, maxAge });
  }
}

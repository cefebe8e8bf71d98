import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { OwnCookie } from '../../http/own-cookie.js';
import { isSecretText } from '../../secrets/secrets.js';

/** People who share a browser and trust it, each by a token of their own. */
const MAX_TOKENS = 5;

/**
 * The cookie of a trusted browser: one token for each account that trusts it, which names no account. Signing out leaves it.
 */
@Injectable()
export class TrustCookie {
  private readonly cookie: OwnCookie;

  constructor({ issuer }: Settings) {
    this.cookie = new OwnCookie(issuer, 'trust');
  }

  /** The tokens, the newest first. */
  read(request: FastifyRequest): string[] {
    const value = this.cookie.read(request) ?? '';
    return value.split('.', MAX_TOKENS).filter(isSecretText);
  }

  /** @param maxAge seconds */
  set(reply: FastifyReply, tokens: readonly string[], maxAge: number): void {
    this.cookie.set(reply, tokens.slice(0, MAX_TOKENS).join('.'), maxAge);
  }
}

import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseCrossSite } from '../access/cross-site.js';
import { Settings } from '../config/settings.js';
import { cookieOf } from '../faces/cookie.js';
import { AccessDenied } from '../protocol/refusal.js';
import { SecretKey } from '../secrets/secret-key.js';
import { sameHash } from '../secrets/secrets.js';

/**
 * Sees to it that a form was sent from a page that this browser was given: the token in the form answers to a cookie
 * that no other site can read or set.
 */
@Injectable()
export class FormGuard {
  private readonly cookie: string;
  private readonly secure: boolean;

  constructor(
    private readonly settings: Settings,
    private readonly key: SecretKey,
  ) {
    this.secure = settings.issuer.startsWith('https:');
    this.cookie = this.secure ? '__Host-latchkey-form' : 'latchkey-form';
  }

  /** The token for a form on this page. */
  tokenFor(request: FastifyRequest, reply: FastifyReply): string {
    const known = cookieOf(request, this.cookie);
    const value = known?.length === 43 ? known : randomBytes(32).toString('base64url');
    if (value !== known) {
      void reply.setCookie(this.cookie, value, { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' });
    }
    return this.answerTo(value).toString('base64url');
  }

  check(request: FastifyRequest, token: string | undefined): void {
    refuseCrossSite(request, this.settings.issuer);
    const value = cookieOf(request, this.cookie);
    const given = Buffer.from(token ?? '', 'base64url');
    if (value === undefined || !sameHash(given, this.answerTo(value))) {
      throw new AccessDenied('the form was not sent from a page that this browser was given');
    }
  }

  private answerTo(value: string): Buffer {
    return this.key.mac(Buffer.from(`form ${value}`));
  }
}

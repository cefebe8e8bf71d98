import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { cookieName, cookieOf } from '../http/cookie.js';
import { sha256 } from '../secrets/secrets.js';

const MARK = /^[\w-]{43}$/;

/**
 * Identifies a browser, signed in or not: a cookie that no other site can read or set. It is never replaced, because the
 * open pages of the browser depend on it.
 */
@Injectable()
export class BrowserMark {
  private readonly cookie: string;
  private readonly secure: boolean;
  /** For requests without the cookie. */
  private readonly given = new WeakMap<FastifyRequest, string>();

  constructor({ issuer }: Settings) {
    this.secure = issuer.startsWith('https:');
    this.cookie = cookieName(issuer, 'form');
  }

  read(request: FastifyRequest): string | undefined {
    const value = cookieOf(request, this.cookie);
    return value !== undefined && MARK.test(value) ? value : undefined;
  }

  /** The mark of the request, or a new one for the browser. */
  of(request: FastifyRequest, reply: FastifyReply): string {
    return this.read(request) ?? this.given.get(request) ?? this.give(request, reply);
  }

  /** The name of the browser in seals, from which no cookie can be made. */
  nameOf(request: FastifyRequest, reply: FastifyReply): string {
    return sha256(`browser ${this.of(request, reply)}`).toString('base64url');
  }

  private give(request: FastifyRequest, reply: FastifyReply): string {
    const value = randomBytes(32).toString('base64url');
    this.given.set(request, value);
    if (bringsCookies(request)) {
      void reply.setCookie(this.cookie, value, { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' });
    }
    return value;
  }
}

/**
 * Whether the browser would have sent a cookie. From another site a `Lax` cookie comes with navigation
 * by GET alone.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-5.6.7.1
 */
function bringsCookies({ method, headers }: FastifyRequest): boolean {
  if (headers['sec-fetch-site'] !== 'cross-site') return true;
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': destination = 'document' } = headers;
  return method === 'GET' && mode === 'navigate' && destination === 'document';
}

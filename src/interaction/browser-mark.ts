import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { cookieName, cookiesOf } from '../http/cookie.js';
import { attributesAt } from '../http/own-cookie.js';
import { isSecretText, newSecretText, sha256 } from '../secrets/secrets.js';

/** Marks of one browser beside each other, at most. */
const PLACES = 32;

/**
 * Identifies a browser, signed in or not: a cookie that no other site can read or set. It is never replaced, because the
 * open pages of the browser depend on it. Tabs that a browser opens at once come without it, and each answer gives a mark: so
 * each is given in one more cookie, of a name in turn, and all that a browser holds are its own.
 */
@Injectable()
export class BrowserMark {
  /** The cookie of the mark that was given last, and those of each. */
  private readonly cookies: readonly [string, ...string[]];
  private readonly attributes;
  /** For requests without the cookie. */
  private readonly given = new WeakMap<FastifyRequest, string>();
  /** The place of the next mark. Nodes begin at different ones. */
  private place = randomInt(PLACES);

  constructor({ issuer }: Settings) {
    this.attributes = attributesAt(issuer);
    const name = cookieName(issuer, 'form');
    this.cookies = [name, ...Array.from({ length: PLACES }, (_, place) => `${name}-${String(place)}`)];
  }

  /** The marks of the browser, the one for new pages first. */
  read(request: FastifyRequest): readonly string[] {
    return cookiesOf(request, this.cookies).filter(isSecretText);
  }

  /** The mark of the request, or a new one for the browser. */
  of(request: FastifyRequest, reply: FastifyReply): string {
    return this.read(request)[0] ?? this.given.get(request) ?? this.give(request, reply);
  }

  /** The name of the browser in seals, from which no cookie can be made. */
  nameOf(request: FastifyRequest, reply: FastifyReply): string {
    return nameOfMark(this.of(request, reply));
  }

  /** Every name of the browser in seals; a browser that came without a mark has none, and gets one. */
  namesOf(request: FastifyRequest, reply: FastifyReply): readonly string[] {
    const marks = this.read(request);
    if (marks.length === 0) this.of(request, reply);
    return marks.map(nameOfMark);
  }

  private give(request: FastifyRequest, reply: FastifyReply): string {
    const value = newSecretText();
    this.given.set(request, value);
    if (bringsCookies(request)) {
      this.place = (this.place + 1) % PLACES;
      const [last, ...each] = this.cookies;
      for (const name of [last, each[this.place] ?? last]) {
        void reply.setCookie(name, value, this.attributes);
      }
    }
    return value;
  }
}

function nameOfMark(mark: string): string {
  return sha256(`browser ${mark}`).toString('base64url');
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

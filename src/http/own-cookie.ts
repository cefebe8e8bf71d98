import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CookieUse, cookieName, cookieOf } from './cookie.js';

interface Attributes {
  httpOnly: boolean;
  sameSite: 'strict' | 'lax' | 'none';
}

/** The attributes of every cookie of this server, unless it says otherwise: of its host alone, and of all paths there. */
export function attributesAt(issuer: string) {
  return { path: '/', httpOnly: true, secure: issuer.startsWith('https:'), sameSite: 'lax' } as const;
}

/** A cookie of this server. */
export class OwnCookie {
  readonly name: string;
  private readonly attributes;

  constructor(issuer: string, use: CookieUse, attributes: Partial<Attributes> = {}) {
    this.name = cookieName(issuer, use);
    this.attributes = { ...attributesAt(issuer), ...attributes };
  }

  /** What the request brings; undefined: no such cookie, or an empty one. */
  read(request: FastifyRequest): string | undefined {
    const value = cookieOf(request, this.name);
    return value === '' ? undefined : value;
  }

  /** @param maxAge seconds */
  set(reply: FastifyReply, value: string, maxAge: number): void {
    void reply.setCookie(this.name, value, { ...this.attributes, maxAge });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.attributes);
  }
}

import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';

/**
 * The cookie of a browser session. `__Host-` binds it to this host and to https; on plain http, which only
 * loopback may use, browsers refuse that prefix.
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(private readonly settings: Settings) {
    this.secure = settings.issuer.startsWith('https:');
    this.name = this.secure ? '__Host-latchkey' : 'latchkey';
  }

  read(request: FastifyRequest): string | undefined {
    const value = request.cookies[this.name];
    return value === undefined || value === '' ? undefined : value;
  }

  set(reply: FastifyReply, secret: string): void {
    void reply.setCookie(this.name, secret, { ...this.attributes(), maxAge: this.settings.sessionTtl });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.attributes());
  }

  private attributes() {
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' } as const;
  }
}

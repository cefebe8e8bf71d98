import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { cookieName, cookieOf } from '../http/cookie.js';
import { HalfMark } from './half-mark.js';
import { Sessions } from './sessions.js';

/**
 * The cookie of a browser session. A second cookie, readable by scripts, identifies the session and authenticates nothing:
 * it tells a page that the session changed. Where a session begins or ends, no sign-in waits for its second half any more.
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly stateName: string;
  private readonly secure: boolean;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly halves: HalfMark,
  ) {
    this.secure = settings.issuer.startsWith('https:');
    this.name = cookieName(settings.issuer, 'session');
    this.stateName = cookieName(settings.issuer, 'state');
  }

  read(request: FastifyRequest): string | undefined {
    const value = cookieOf(request, this.name);
    return value === undefined || value === '' ? undefined : value;
  }

  /** Whether the browser brought a cookie of before, or one that never was a session's. */
  async isReplaced(request: FastifyRequest): Promise<boolean> {
    const secret = this.read(request);
    return secret !== undefined && !(await this.sessions.holds(secret));
  }

  set(reply: FastifyReply, secret: string): void {
    const maxAge = this.settings.sessionTtl;
    void reply.setCookie(this.name, secret, { ...this.attributes(), maxAge });
    void reply.setCookie(this.stateName, browserStateOf(secret), { ...this.stateAttributes(), maxAge });
    this.halves.end(reply);
  }

  /**
   * Takes away what the browser brought. A picture on another site brings no session, and changes none; nor does a cookie
   * of before: the browser may have been given the one of now meanwhile.
   */
  async clear(reply: FastifyReply): Promise<void> {
    const { request } = reply;
    if (this.read(request) !== undefined && !(await this.isReplaced(request))) {
      void reply.clearCookie(this.name, this.attributes());
      void reply.clearCookie(this.stateName, this.stateAttributes());
    }
    this.halves.end(reply);
  }

  private attributes() {
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' } as const;
  }

  /** Read inside a frame on other sites. */
  private stateAttributes() {
    return { path: '/', httpOnly: false, secure: this.secure, sameSite: this.secure ? 'none' : 'lax' } as const;
  }
}

/** A hash that identifies the session to scripts and cannot be used to authenticate. */
export function browserStateOf(secret: string): string {
  return createHash('sha256').update(`browser state ${secret}`).digest('base64url');
}

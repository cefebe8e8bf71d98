import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { OwnCookie } from '../http/own-cookie.js';
import { HalfMark } from './half-mark.js';
import { type Session, Sessions } from './sessions.js';

/**
 * The cookie of a browser session. A second cookie, readable by scripts, identifies the session and authenticates nothing:
 * it tells a page that the session changed. Where a session begins or ends, no sign-in waits for its second half any more.
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
@Injectable()
export class SessionCookie {
  private readonly cookie: OwnCookie;
  private readonly state: OwnCookie;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly halves: HalfMark,
  ) {
    const { issuer } = settings;
    this.cookie = new OwnCookie(issuer, 'session');
    // read inside a frame on other sites
    this.state = new OwnCookie(issuer, 'state', {
      httpOnly: false,
      sameSite: issuer.startsWith('https:') ? 'none' : 'lax',
    });
  }

  read(request: FastifyRequest): string | undefined {
    return this.cookie.read(request);
  }

  /** The live session of the browser. */
  async sessionOf(request: FastifyRequest): Promise<Session | undefined> {
    const secret = this.read(request);
    return secret === undefined ? undefined : this.sessions.find(secret);
  }

  /** Whether the browser brought a cookie of before, or one that never was a session's. */
  async isReplaced(request: FastifyRequest): Promise<boolean> {
    const secret = this.read(request);
    return secret !== undefined && !(await this.sessions.holds(secret));
  }

  set(reply: FastifyReply, secret: string): void {
    const maxAge = this.settings.sessionTtl;
    this.cookie.set(reply, secret, maxAge);
    this.state.set(reply, browserStateOf(secret), maxAge);
    this.halves.end(reply);
  }

  /**
   * Takes away what the browser brought. A picture on another site brings no session, and changes none; nor does a cookie
   * of before: the browser may have been given the one of now meanwhile.
   */
  async clear(reply: FastifyReply): Promise<void> {
    const { request } = reply;
    if (this.read(request) !== undefined && !(await this.isReplaced(request))) {
      this.cookie.clear(reply);
      this.state.clear(reply);
    }
    this.halves.end(reply);
  }
}

/** A hash that identifies the session to scripts and cannot be used to authenticate. */
export function browserStateOf(secret: string): string {
  return createHash('sha256').update(`browser state ${secret}`).digest('base64url');
}

import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuthorizationAdditions } from '../oauth/authorize/authorization-additions.js';
import type { AuthorizationRequest } from '../oauth/authorize/authorization-request.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';

/**
 * Lets an application ask the session frame whether the session of the browser has changed. The frame's script
 * computes the same hash from the cookie.
 * @see https://openid.net/specs/openid-connect-session-1_0.html#CreatingUpdatingSessions
 */
@Injectable()
export class SessionState extends AuthorizationAdditions {
  for({ client, redirectUri, scopes }: AuthorizationRequest, { browserState }: SignedIn): Record<string, string> {
    // applications with a scheme of their own have no frames
    if (!scopes.includes('openid') || !/^https?:/.test(redirectUri)) return {};
    const salt = randomBytes(12).toString('base64url');
    const state = `${client.clientId} ${new URL(redirectUri).origin} ${browserState} ${salt}`;
    return { session_state: `${createHash('sha256').update(state).digest('base64url')}.${salt}` };
  }
}

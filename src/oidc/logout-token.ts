import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import type { Application } from '../oauth/stores/applications.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { idTokenAlgOf } from '../protocol/client-metadata.js';
import { numericDate } from '../clock/numeric-date.js';
import { SubjectIdentifiers } from '../oauth/tokens/subject-identifiers.js';
import { SessionIdentifiers } from './session-identifiers.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Seconds. Section 2.4: "preferably at most two minutes in the future". */
const LIFETIME = 120;

/** Issues logout tokens. */
@Injectable()
export class LogoutTokens {
  constructor(
    private readonly settings: Settings,
    private readonly keys: KeyRing,
    private readonly subjects: SubjectIdentifiers,
    private readonly sessions: SessionIdentifiers,
    private readonly clock: Clock,
  ) {}

  /**
   * Without a session it concerns all sessions of the person.
   * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken
   */
  issue(client: Application, userId: string, sessionId: string | null): Promise<string> {
    const now = this.clock.now();
    const iat = numericDate(now);
    const claims = {
      iss: this.settings.issuer,
      sub: this.subjects.of(userId, client),
      aud: client.clientId,
      iat,
      exp: iat + LIFETIME,
      jti: randomUUID(),
      sid: sessionId === null ? undefined : this.sessions.of(sessionId, client.clientId),
      events: { [EVENT]: {} },
    };
    const alg = idTokenAlgOf(client.metadata);
    return this.keys.sign('logout+jwt', claims, alg, now);
  }
}

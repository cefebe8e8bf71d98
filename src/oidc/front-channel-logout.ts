import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Applications } from '../oauth/stores/applications.js';
import { withParameters } from '../protocol/redirect-uri.js';
import { SessionIdentifiers } from './session-identifiers.js';

/** The addresses that a browser loads to sign a person out of applications. */
@Injectable()
export class FrontChannelLogout {
  constructor(
    private readonly applications: Applications,
    private readonly sessions: SessionIdentifiers,
    private readonly settings: Settings,
  ) {}

  /** @see https://openid.net/specs/openid-connect-frontchannel-1_0.html#OPLogout */
  async addressesFor(sessionId: string, clientIds: readonly string[]): Promise<string[]> {
    const addresses: string[] = [];
    for (const clientId of clientIds) {
      const client = await this.applications.byClientId(clientId);
      const address = client?.metadata.frontchannel_logout_uri;
      if (address === undefined || client?.disabled === true) continue;
      const sid = this.sessions.of(sessionId, clientId);
      addresses.push(withParameters(address, { iss: this.settings.issuer, sid }));
    }
    return addresses;
  }
}

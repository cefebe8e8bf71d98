import { isIP } from 'node:net';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Conflict } from '../../protocol/refusal.js';

/** This server, as authenticators know it. */
export interface PasskeySite {
  /** The RP ID: the host of the issuer. */
  id: string;
  /** Of every page that may ask for a passkey. */
  origin: string;
}

/**
 * Which site passkeys are for. An IP address is none.
 * @see https://www.w3.org/TR/webauthn-3/#relying-party-identifier
 */
@Injectable()
export class RelyingParty implements OnApplicationBootstrap {
  /** Undefined: passkeys are off. */
  readonly site: PasskeySite | undefined;
  /** Why passkeys are off, in a sentence. */
  readonly offBecause: string | undefined;

  constructor({ issuer }: Settings) {
    const { hostname, origin } = new URL(issuer);
    if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) this.site = { id: hostname, origin };
    else this.offBecause = `Passkeys are off: ISSUER names the IP address ${hostname}, and passkeys need a host name.`;
  }

  onApplicationBootstrap(): void {
    if (this.offBecause !== undefined) new Logger(RelyingParty.name).log(this.offBecause);
  }

  /** @throws Conflict where passkeys are off */
  required(): PasskeySite {
    if (this.site === undefined) throw new Conflict('passkey', this.offBecause ?? 'is switched off');
    return this.site;
  }
}

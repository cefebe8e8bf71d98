import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { type PasskeySite, passkeySiteOf } from '../../protocol/passkey-site.js';
import { Conflict } from '../../protocol/refusal.js';

/** Which site passkeys are for. */
@Injectable()
export class RelyingParty implements OnApplicationBootstrap {
  /** Undefined: passkeys are off. */
  readonly site: PasskeySite | undefined;
  /** Why passkeys are off, in a sentence. */
  readonly offBecause: string | undefined;

  constructor({ issuer }: Settings) {
    this.site = passkeySiteOf(issuer);
    if (this.site !== undefined) return;
    const { hostname } = new URL(issuer);
    this.offBecause = `Passkeys are off: ISSUER names the IP address ${hostname}, and passkeys need a host name.`;
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

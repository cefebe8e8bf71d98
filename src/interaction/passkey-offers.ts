import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { MAX_CREDENTIAL, readAssertion } from '../auth/passkeys/passkey-responses.js';
import { PasskeySignIn } from '../auth/passkeys/passkey-sign-in.js';
import { RelyingParty } from '../auth/passkeys/relying-party.js';
import { Settings } from '../config/settings.js';
import type { PasskeyOffer } from '../pages/passkey-form.js';
import { ownPath } from '../protocol/own-address.js';
import { InvalidRequest } from '../protocol/refusal.js';

interface OfferedOn {
  ticket: string;
  csrf: string;
  /** The path to which the answer is sent. */
  action: string;
  /** The path of the page. */
  page: string;
}

/** What pages need to ask for a passkey. */
@Injectable()
export class PasskeyOffers {
  constructor(
    private readonly party: RelyingParty,
    private readonly passkeys: PasskeySignIn,
    private readonly settings: Settings,
  ) {}

  /** @param userId whose passkey it has to be; any, where it is not given. Undefined where passkeys are off */
  async on({ ticket, csrf, action, page }: OfferedOn, userId?: string): Promise<PasskeyOffer | undefined> {
    if (this.party.site === undefined) return undefined;
    const options = JSON.stringify(await this.passkeys.options(purposeOfPage(ticket), userId));
    const { issuer } = this.settings;
    return {
      ticket,
      csrf,
      options,
      action: ownPath(issuer, action),
      again: ownPath(issuer, `${page}?ticket=${ticket}`),
    };
  }
}

/** What a passkey is asked for by a page: the ticket is of one request, one browser and one step of its sign-in. */
export function purposeOfPage(ticket: string): string {
  return `page ${ticket}`;
}

/** The passkey that the script of a page has put into its form. @throws InvalidRequest */
export function passkeyInForm(text: string): AuthenticationResponseJSON {
  return credentialInForm(text, readAssertion);
}

/** As `passkeyInForm`, for what `read` takes. */
export function credentialInForm<T>(text: string, read: (given: unknown) => T): T {
  if (text.length > 4 * MAX_CREDENTIAL) throw InvalidRequest.field('passkey', 'is too long');
  try {
    return read(JSON.parse(text));
  } catch (error) {
    throw error instanceof InvalidRequest ? error : InvalidRequest.field('passkey', 'is not JSON');
  }
}

import { Injectable } from '@nestjs/common';
import type { Account } from '../oauth/stores/accounts.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { AccessDenied } from '../protocol/refusal.js';
import type { Caller } from './caller.js';
import { reachesOthers } from './reach.js';

/** By which application a caller acts for a person. */
export type Maker = Pick<Caller, 'madeBy' | 'isConfined'>;

const NO_APPLICATION: Maker = { madeBy: undefined, isConfined: false };

/** Says which application stands behind a credential, and whether it is confined to what it made. */
@Injectable()
export class Makers {
  constructor(private readonly applications: Applications) {}

  /** Behind the token of a sign-in: the application itself, or the one that made it for this very person. */
  async ofSignIn(application: Application, account: Account | null): Promise<Maker> {
    // a documented login is the person's own
    if (application.builtIn) return NO_APPLICATION;
    const { madeBy = null } = application;
    if (madeBy !== null && isOwn(application, account)) return this.of(madeBy, account);
    return { madeBy: application.clientId, isConfined: !isTrusted(application, account) };
  }

  /**
   * Behind the token of an application that acts for itself: the application that made it, or it: what ends it, ends what
   * a thief of its secret had it make. Only one that was made for its owner is confined.
   */
  async ofItself({ madeBy = null, clientId }: Application, account: Account | null): Promise<Maker> {
    return madeBy === null ? { madeBy: clientId, isConfined: false } : this.of(madeBy, account);
  }

  /** Behind an API key. */
  async of(madeBy: string | null | undefined, account: Account | null): Promise<Maker> {
    if (madeBy === null || madeBy === undefined) return NO_APPLICATION;
    const maker = await this.applications.byClientId(madeBy);
    return { madeBy, isConfined: maker === undefined || !isTrusted(maker, account) };
  }
}

/** The organisation's applications, and those that the person made, may do what the person may. */
function isTrusted(application: Application, account: Account | null): boolean {
  const { builtIn, firstParty, madeBy = null } = application;
  return builtIn || firstParty || (madeBy === null && isOwn(application, account));
}

function isOwn({ ownerId }: Application, account: Account | null): boolean {
  return ownerId !== null && ownerId === account?.id;
}

/**
 * Refuses to change what the application behind a call did not make: that would stay when the person takes the consent
 * back (ADR 48). Not for a credential that an administrator gave the scope for other people's things.
 * @param madeBy the `client_id` of the application that made it; null: no application
 */
export function refuseWhatOthersMade(caller: Caller, madeBy: string | null, field = 'id'): void {
  if (!caller.isConfined || madeBy === caller.madeBy || reachesOthers(caller, 'write')) return;
  const why = 'was not made by the application that asks: it changes for a person only what it made for them';
  const fix = 'sign in to the console, or use an API key that the person made there';
  throw AccessDenied.explained(field, `${why}; ${fix}, or have an administrator make the application first-party`);
}

import type { Type } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type Account, Accounts } from '../../src/oauth/stores/accounts.js';
import { type Application, Applications } from '../../src/oauth/stores/applications.js';
import { RefreshRotation } from '../../src/oauth/tokens/refresh-rotation.js';
import { TokenIssuer, type TokenSet } from '../../src/oauth/tokens/token-issuer.js';
import type { Origin } from '../../src/protocol/origin.js';
import { type ApplicationRow, addApplication } from './oauth-application.js';
import type { Latchkey } from './server.js';
import { addUser } from './user.js';

/** An address of the documentation network, and a request id of its own. */
export function originAt(address: string): Origin {
  return { address, requestId: randomUUID(), userAgent: 'store test' };
}

export const HERE = '203.0.113.7';
export const ELSEWHERE = '198.51.100.9';

/** A part of the running application by its class. */
export function partOf<T>(latchkey: Latchkey, type: Type<T> | (abstract new (...args: never[]) => T)): T {
  return latchkey.app.get<T>(type, { strict: false });
}

/** One person, one application, and the acts of the core on their sign-ins. */
export class StoreFixture {
  private constructor(
    readonly latchkey: Latchkey,
    readonly account: Account,
    readonly application: Application,
  ) {}

  static async in(latchkey: Latchkey, row: ApplicationRow = {}): Promise<StoreFixture> {
    const { id: userId } = await addUser(latchkey);
    const { clientId } = await addApplication(latchkey.database, row);
    const account = await partOf(latchkey, Accounts).byId(userId);
    const application = await partOf(latchkey, Applications).byClientId(clientId);
    if (account === undefined || application === undefined) throw new Error('the fixture was not stored');
    return new StoreFixture(latchkey, account, application);
  }

  /** The same person with an application as it was read at another time. */
  with(application: Application): StoreFixture {
    return new StoreFixture(this.latchkey, this.account, application);
  }

  /** The same person with the application under another reuse policy. */
  withReuse(refreshReuse: number | null): StoreFixture {
    return this.with({ ...this.application, refreshReuse });
  }

  /** Begins a sign-in; its first tokens. */
  begin(address = HERE): Promise<Refreshable> {
    const begun = partOf(this.latchkey, TokenIssuer).begin({
      account: this.account,
      application: this.application,
      scope: 'read_items write_items',
      refreshable: true,
      authenticatedAt: new Date(),
      amr: ['pwd'],
      origin: originAt(address),
    });
    return begun.then(refreshable);
  }

  refresh(token: string, address = HERE, scope?: string): Promise<Refreshable> {
    const { application } = this;
    const rotated = partOf(this.latchkey, RefreshRotation).rotate({
      token,
      application,
      scope,
      origin: originAt(address),
    });
    return rotated.then(refreshable);
  }
}

export interface Refreshable extends TokenSet {
  refreshToken: string;
  signInId: string;
}

function refreshable(tokens: TokenSet): Refreshable {
  const { refreshToken, signIn } = tokens;
  if (refreshToken === undefined || signIn === undefined) throw new Error('the tokens cannot be refreshed');
  return { ...tokens, refreshToken, signInId: signIn.id };
}

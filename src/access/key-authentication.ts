import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { DecidingList } from '../network/ip-whitelist.guard.js';
import { Accounts } from '../oauth/stores/accounts.js';
import { CarriedScopes } from '../oauth/tokens/carried-scopes.js';
import type { Origin } from '../protocol/origin.js';
import { InvalidToken } from '../protocol/refusal.js';
import { sha256 } from '../secrets/secrets.js';
import { ApiKeys } from './api-keys.js';
import { KEY_CHECKS } from './caller-checks.js';
import { Makers } from './makers.js';
import type { ShownKey } from './shown-credentials.js';
import { listsOf, type ProvedCaller } from './proved-caller.js';

/** Resolves an API key to its caller, or refuses it. */
@Injectable()
export class KeyAuthentication {
  constructor(
    private readonly keys: ApiKeys,
    private readonly accounts: Accounts,
    private readonly scopes: CarriedScopes,
    private readonly makers: Makers,
    private readonly clock: Clock,
  ) {}

  async callerOf({ key, inQuery }: ShownKey, origin: Origin): Promise<ProvedCaller> {
    const facts = await this.keys.byHash(sha256(key));
    if (facts === undefined || facts.revoked) {
      throw new InvalidToken('no such API key, or it was revoked').at(KEY_CHECKS, 'known');
    }
    const subject = { userId: facts.userId, targetType: 'api-key', targetId: facts.id };
    if (facts.expiresAt !== null && facts.expiresAt <= this.clock.now()) {
      throw new InvalidToken('the API key has expired', subject).at(KEY_CHECKS, 'unexpired');
    }
    const account = await this.accounts.byId(facts.userId);
    if (account === undefined || account.disabled) {
      throw new InvalidToken("the key's owner is gone or disabled", subject).at(KEY_CHECKS, 'account');
    }
    if (facts.keysEpoch !== account.keysEpoch) {
      throw new InvalidToken("the API key ended with its owner's others", subject).at(KEY_CHECKS, 'account');
    }
    const ofKey: DecidingList<keyof typeof KEY_CHECKS.sentences> = {
      whitelist: facts.whitelist,
      name: "the API key's whitelist",
      subject,
      at: [KEY_CHECKS, 'key-address'],
      found: () => ({ known: facts.id }),
    };
    const caller = {
      credential: { kind: 'api-key', id: facts.id },
      account,
      clientId: null,
      ...(await this.makers.of(facts.madeBy, account)),
      isApplication: false,
      proof: null,
      signInId: null,
      subject: null,
      scopes: await this.scopes.ofKey(facts, account),
      bounds: { expiresAt: facts.expiresAt, whitelist: facts.whitelist },
      standing: { kind: 'api-key', accountId: account.id, id: facts.id },
      origin,
    } as const;
    const admitted = () => {
      this.keys.used(facts.id, origin.address, inQuery);
    };
    return { caller, lists: [ofKey, ...listsOf(account, KEY_CHECKS)], admitted };
  }
}

import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { InsufficientScope } from '../../protocol/refusal.js';
import { RemainingCredentialsRepository } from './remaining-credentials.repository.js';
import { presentRemaining, type RemainingResource } from './remaining-credentials.dto.js';

/** To end API keys and applications takes what it takes to end each of them. */
const ENDING_SCOPES = ['write:api-keys', 'write:applications'];

/** What a change or reset of a password leaves: integrations work on until they are ended, and so would those of a thief. */
@Injectable()
export class RemainingCredentialsService {
  constructor(private readonly credentials: RemainingCredentialsRepository) {}

  async own(caller: Caller): Promise<RemainingResource> {
    return this.of(accountOf(caller).id);
  }

  async of(userId: string): Promise<RemainingResource> {
    return presentRemaining(await this.credentials.of(userId));
  }

  /** The answer, and the remaining credentials. */
  async beside<T extends object>(caller: Caller, answer: Promise<T>): Promise<T & { remaining: RemainingResource }> {
    return { ...(await answer), remaining: await this.own(caller) };
  }

  async endOwn(caller: Caller): Promise<RemainingResource> {
    return this.end(caller, accountOf(caller).id);
  }

  async end(caller: Caller, userId: string): Promise<RemainingResource> {
    const missing = ENDING_SCOPES.find((scope) => !caller.scopes.has(scope));
    if (missing !== undefined) throw new InsufficientScope(missing, { userId: caller.account?.id });
    return presentRemaining(await this.credentials.end(userId, doneBy(caller)));
  }
}

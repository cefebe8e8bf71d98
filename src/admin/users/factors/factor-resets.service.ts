import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../../access/caller.js';
import { refuseNarrowAdmin } from '../../../access/scope-rules.js';
import { SecondFactors } from '../../../auth/factors/second-factors.js';
import { ScopeCatalogue } from '../../../oauth/stores/scope-catalogue.js';
import { Conflict, NotFound } from '../../../protocol/refusal.js';
import { UsersRepository } from '../users.repository.js';

/** What administrators do for a person who has lost their second factor. */
@Injectable()
export class FactorResetsService {
  constructor(
    private readonly factors: SecondFactors,
    private readonly users: UsersRepository,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async existing(id: string): Promise<string> {
    if ((await this.users.find(id)) === undefined) throw new NotFound('User');
    return id;
  }

  /** Succeeds for an account without any. A stolen sign-in must not take its own account's factors away. */
  async reset(caller: Caller, id: string): Promise<void> {
    if (id === caller.account?.id)
      throw new Conflict('id', 'is your own; remove the factor with your password and a code');
    const user = await this.users.find(id);
    if (user === undefined) throw new NotFound('User');
    if (user.role === 'admin') refuseNarrowAdmin(await this.catalogue.all(), caller, 'second_factor');
    await this.factors.reset(id, doneBy(caller));
  }
}

import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { type Page, type PageQuery, pageRequest } from '../../http/page.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { KeyKeeper } from './key-keeper.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { isKeyId, presentSigningKey, type SigningKeyResource } from './signing-keys.dto.js';

/** The signing keys, for admins. */
@Injectable()
export class SigningKeysService {
  constructor(
    private readonly store: SigningKeysRepository,
    private readonly keeper: KeyKeeper,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Newest first. There are never more than a handful. */
  async list(query: PageQuery): Promise<Page<SigningKeyResource>> {
    const { limit, after } = pageRequest(query, isKeyId);
    const keys = await this.all();
    const start = after === undefined ? 0 : keys.findIndex(({ kid }) => kid === after) + 1;
    const data = keys.slice(start, start + limit);
    const last = start + limit < keys.length ? data.at(-1) : undefined;
    return { data, next_cursor: last === undefined ? null : Buffer.from(last.kid).toString('base64url') };
  }

  async rotate(caller: Caller): Promise<SigningKeyResource> {
    const made = await this.keeper.rotate({ ...doneBy(caller), action: 'signing-key.rotate', outcome: 'success' });
    // the one that signs first
    const next = (await this.all()).findLast(({ kid, state }) =>
      made === undefined ? state === 'next' : kid === made.kid,
    );
    if (next === undefined) throw new NotFound('Signing key');
    if (made === undefined)
      throw new Conflict(
        'kid',
        `${next.kid} is published already and signs from ${next.signs_from}; if it has leaked, delete it, then rotate`,
      );
    return next;
  }

  withdraw(caller: Caller, kid: string, force: boolean): Promise<void> {
    return this.keeper.withdraw(kid, force, doneBy(caller));
  }

  private async all(): Promise<SigningKeyResource[]> {
    const at = { now: this.clock.now(), rotationDays: this.settings.signingKeyRotationDays };
    const keys = await this.store.facts();
    keys.sort((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime() || (a.kid < b.kid ? -1 : 1));
    return keys.map((key) => presentSigningKey(key, keys, at));
  }
}

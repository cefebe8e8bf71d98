import { Injectable } from '@nestjs/common';
import { type Caller, doneBy, isOfThePersonAlone } from '../../access/caller.js';
import { isUuid, type Page, pageOf, type PageQuery, pageRequest } from '../../http/page.js';
import { Whitelist } from '../../network/whitelist.js';
import { AccessDenied, Conflict, NotFound } from '../../protocol/refusal.js';
import { type EntryResource, type NewEntryBody, presentEntry } from './ip-whitelist.dto.js';
import { ListAccess } from './list-access.js';
import type { Judge, ListOf } from './whitelist-entry.js';
import { IpWhitelistRepository } from './ip-whitelist.repository.js';

/** Every request reads a whole list. */
const MAX_ENTRIES = 500;

/** The three calls of every list, for each kind of owner. */
@Injectable()
export class IpWhitelistService {
  constructor(
    private readonly lists: IpWhitelistRepository,
    private readonly access: ListAccess,
  ) {}

  async list(caller: Caller, list: ListOf, query: PageQuery): Promise<Page<EntryResource>> {
    await this.access.refuseStranger(caller, list, 'read');
    const rows = await this.lists.entries(list, pageRequest(query, isUuid));
    return pageOf(rows, query.limit, (entry) => entry.id, presentEntry);
  }

  async add(caller: Caller, list: ListOf, { cidr, note, force }: NewEntryBody): Promise<EntryResource> {
    await this.access.refuseStranger(caller, list, 'write');
    const judgeDeciding = await this.judgeOf(caller, list, force, 'cidr', 'send "force": true');
    const judge: Judge = (present, next) => {
      if (next.length > MAX_ENTRIES) throw new Conflict('cidr', `would be more than ${String(MAX_ENTRIES)} entries`);
      judgeDeciding(present, next);
    };
    const entry = await this.lists.add(list, { cidr: cidr.toString(), note }, judge, doneBy(caller));
    if (entry === undefined) throw new NotFound('IP whitelist');
    return presentEntry(entry);
  }

  async remove(caller: Caller, list: ListOf, entryId: string, force: boolean): Promise<void> {
    await this.access.refuseStranger(caller, list, 'write');
    const judge = await this.judgeOf(caller, list, force, 'entry_id', 'add ?force=true');
    if (!(await this.lists.remove(list, entryId, judge, doneBy(caller)))) throw new NotFound('Entry');
  }

  /** Refuses to change the credential's own list, and to lock out the caller where the list decides about the caller. */
  private async judgeOf(caller: Caller, list: ListOf, force: boolean, field: string, remedy: string): Promise<Judge> {
    const isOfCredential = await this.access.isOfCredential(caller, list);
    const decides = await this.access.decides(caller, list);
    const { address } = caller.origin;
    return (present, next) => {
      if (isOfCredential && present.length > 0) refuseAllButThePerson(caller, field);
      if (!decides || force || Whitelist.of(next).allows(address)) return;
      throw new Conflict(field, `would lock out the address you call from, ${address}; add that first, or ${remedy}`);
    };
  }
}

/** A credential that a program holds would leave the list that bounds it. */
function refuseAllButThePerson(caller: Caller, field: string): void {
  if (isOfThePersonAlone(caller)) return;
  const why = 'belongs to the own list of this credential, which says where it works and which it does not change';
  throw AccessDenied.explained(field, `${why}; sign in to the console`);
}

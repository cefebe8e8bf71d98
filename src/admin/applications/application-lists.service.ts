import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { actingFor, reachesOthers } from '../../access/reach.js';
import { isUuid, type Page, pageOf, pageRequest } from '../../http/page.js';
import { isPlace } from '../../http/sort-cursor.js';
import { ApplicationListsRepository } from './application-lists.repository.js';
import type { ApplicationListQuery } from './applications.dto.js';
import { type ListedApplicationResource, presentListedApplication } from './applications.presentation.js';

/** Everyone looks through their own applications; admins through all. */
@Injectable()
export class ApplicationListsService {
  constructor(private readonly applications: ApplicationListsRepository) {}

  async list(
    caller: Caller,
    { user_id, q, type, disabled, sort, ...page }: ApplicationListQuery,
  ): Promise<Page<ListedApplicationResource>> {
    const ofAll = user_id === undefined && reachesOthers(caller, 'read');
    const ownerId = ofAll ? undefined : actingFor(caller, user_id, 'read');
    const isDisabled = disabled === undefined ? undefined : disabled === 'true';
    const filter = { ownerId, text: q, type, disabled: isDisabled, sort };
    const rows = await this.applications.list(filter, pageRequest(page, sort === 'name' ? isPlace : isUuid));
    return pageOf(
      rows,
      page.limit,
      (application) => application.place,
      (application) => presentListedApplication(application, caller),
    );
  }
}

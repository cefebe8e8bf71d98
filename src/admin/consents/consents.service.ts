import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { actingFor, reachesOthers } from '../../access/reach.js';
import { type Page, pageOf, pageRequest } from '../../http/page.js';
import { Applications } from '../../oauth/stores/applications.js';
import { isPairwise, SubjectIdentifiers } from '../../oauth/tokens/subject-identifiers.js';
import { NotFound } from '../../protocol/refusal.js';
import { asItsOwnerKnows } from '../../protocol/unproven-sector.js';
import { ConsentCursors } from './consent-cursors.js';
import type { ConsentFilter, ConsentRecord } from './consent.js';
import { ConsentsRepository } from './consents.repository.js';
import {
  type ConsentEndingQuery,
  type ConsentListQuery,
  type ConsentResource,
  presentConsent,
} from './consents.dto.js';

/** Everyone sees and takes back what they allowed; an application's owner sees who allowed it what. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly applications: Applications,
    private readonly subjects: SubjectIdentifiers,
    private readonly cursors: ConsentCursors,
  ) {}

  async list(caller: Caller, { user_id, client_id, ...page }: ConsentListQuery): Promise<Page<ConsentResource>> {
    const { limit, after } = pageRequest(page, (text) => this.cursors.read(text) !== undefined);
    const filter = await this.filterOf(caller, user_id, client_id);
    const position = after === undefined ? undefined : this.cursors.read(after);
    const rows = filter === undefined ? [] : await this.consents.list(filter, limit, position);
    const isOthers = filter?.userId === undefined && !reachesOthers(caller, 'read');
    return pageOf(
      rows,
      limit,
      (record) => this.cursors.format(record),
      (record) => presentConsent(record, isOthers ? this.toOwner(record) : this.personOf(record)),
    );
  }

  async revoke(caller: Caller, clientId: string, { user_id }: ConsentEndingQuery): Promise<void> {
    const userId = actingFor(caller, user_id, 'write');
    const application = await this.applications.byClientId(clientId);
    if (application === undefined || !(await this.consents.revoke(userId, application, doneBy(caller)))) {
      throw new NotFound('Consent');
    }
  }

  private personOf({ user, application }: ConsentRecord): ConsentResource['user'] {
    return { sub: this.subjects.of(user.id, application), ...user };
  }

  /** An application's owner hears no more of a person than the application does. */
  private toOwner(record: ConsentRecord): ConsentResource['user'] {
    const { id, name } = record.user;
    const sub = this.subjects.of(id, asItsOwnerKnows(record.application, record));
    return { sub, id: isPairwise(sub) ? null : id, name: record.scopes.includes('profile') ? name : null };
  }

  /** Undefined: there is no such application, and so no consent. */
  private async filterOf(
    caller: Caller,
    userId: string | undefined,
    clientId: string | undefined,
  ): Promise<ConsentFilter | undefined> {
    if (clientId === undefined) return { userId: actingFor(caller, userId, 'read') };
    const application = await this.applications.byClientId(clientId);
    if (application === undefined) return undefined;
    const isOwner = caller.account !== null && application.ownerId === caller.account.id;
    const everyones = userId === undefined && (isOwner || reachesOthers(caller, 'read'));
    return { userId: everyones ? undefined : actingFor(caller, userId, 'read'), applicationId: application.id };
  }
}

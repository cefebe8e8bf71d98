import { Injectable } from '@nestjs/common';
import { actingFor } from '../access/acting-for.js';
import { type Caller, doneBy, isAdmin } from '../access/caller.js';
import { type Page, pageOf, pageRequest } from '../faces/page.js';
import { Applications } from '../oauth/stores/applications.js';
import { NotFound } from '../protocol/refusal.js';
import { consentCursor, type ConsentFilter, ConsentRegister, parseConsentCursor } from './consent-register.js';
import {
  type ConsentEndingQuery,
  type ConsentListQuery,
  type ConsentResource,
  presentConsent,
} from './consents.schemas.js';

/** Everyone sees and takes back what they allowed; an application's owner sees who allowed it what. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly consents: ConsentRegister,
    private readonly applications: Applications,
  ) {}

  async list(caller: Caller, { user_id, client_id, ...page }: ConsentListQuery): Promise<Page<ConsentResource>> {
    const request = pageRequest(page, (text) => parseConsentCursor(text) !== undefined);
    const filter = await this.filterOf(caller, user_id, client_id);
    const rows = filter === undefined ? [] : await this.consents.list(filter, request);
    return pageOf(rows, page.limit, consentCursor, presentConsent);
  }

  async revoke(caller: Caller, clientId: string, { user_id }: ConsentEndingQuery): Promise<void> {
    const userId = actingFor(caller, user_id);
    const application = await this.applications.byClientId(clientId);
    if (application === undefined || !(await this.consents.revoke(userId, application, doneBy(caller)))) {
      throw new NotFound('Consent');
    }
  }

  /** Undefined: there is no such application, and so no consent. */
  private async filterOf(
    caller: Caller,
    userId: string | undefined,
    clientId: string | undefined,
  ): Promise<ConsentFilter | undefined> {
    if (clientId === undefined) return { userId: actingFor(caller, userId) };
    const application = await this.applications.byClientId(clientId);
    if (application === undefined) return undefined;
    const isOwner = caller.account !== null && application.ownerId === caller.account.id;
    const everyones = userId === undefined && (isOwner || isAdmin(caller));
    return { userId: everyones ? undefined : actingFor(caller, userId), applicationId: application.id };
  }
}

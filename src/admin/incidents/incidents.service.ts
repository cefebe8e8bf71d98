import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { Accounts } from '../../oauth/stores/accounts.js';
import { Applications } from '../../oauth/stores/applications.js';
import { InvalidRequest, NotFound } from '../../protocol/refusal.js';
import type { IncidentScope } from './incident.js';
import { IncidentsRepository } from './incidents.repository.js';
import { type AffectedResource, type IncidentBody, presentAffected } from './incidents.dto.js';

/** Ends at once what an incident may have touched. That the caller is an admin is settled already. */
@Injectable()
export class IncidentsService {
  constructor(
    private readonly incidents: IncidentsRepository,
    private readonly accounts: Accounts,
    private readonly applications: Applications,
  ) {}

  async preview(body: IncidentBody): Promise<AffectedResource> {
    return presentAffected(await this.incidents.count(await this.scopeOf(body)));
  }

  async end(caller: Caller, body: IncidentBody): Promise<AffectedResource> {
    return presentAffected(await this.incidents.end(await this.scopeOf(body), doneBy(caller)));
  }

  private async scopeOf(body: IncidentBody): Promise<IncidentScope> {
    if (Object.keys(body).length === 0) {
      throw InvalidRequest.field('body', 'must name at least one of user_id, client_id, ip and before');
    }
    const { user_id, client_id, ip, before } = body;
    const user = user_id === undefined ? undefined : await this.accounts.byId(user_id);
    if (user_id !== undefined && user === undefined) throw new NotFound('User');
    const application = client_id === undefined ? undefined : await this.applications.byClientId(client_id);
    if (client_id !== undefined && application === undefined) throw new NotFound('Application');
    return { user, application, network: ip?.toString(), before };
  }
}

import { Injectable } from '@nestjs/common';
import { accountOf, actorOf, type Caller, doneBy, isAdmin } from '../../access/caller.js';
import { type Act, reaches } from '../../access/reach.js';
import { isFullAdmin } from '../../access/scope-rules.js';
import { Settings } from '../../config/settings.js';
import { Applications } from '../../oauth/stores/applications.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { needsSecret } from '../../protocol/client-auth-method.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { randomBase62 } from '../../secrets/base62.js';
import { plannedChange, refuseBrokenRules, settingsOf } from './application-change.js';
import { metadataAfter } from './application-metadata.js';
import { defaultAuthMethod, defaultGrantTypes } from './application-rules.js';
import type { ApplicationRecord, NewApplication } from './application.js';
import { ApplicationsRepository } from './applications.repository.js';
import {
  type ApplicationResource,
  type NewApplicationResource,
  presentApplication,
  readReuse,
} from './applications.presentation.js';
import type { ApplicationChangeBody, NewApplicationBody } from './applications.dto.js';
import { refuseRedirectUris } from './redirect-uri-rules.js';
import { ReferenceRules, refuseOtherThanLookedUp } from './reference-rules.js';
import { NewClientSecrets } from './client-secret.js';

/** Everyone has applications of their own; admins see and change all. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly store: ApplicationsRepository,
    private readonly applications: Applications,
    private readonly catalogue: ScopeCatalogue,
    private readonly references: ReferenceRules,
    private readonly newSecrets: NewClientSecrets,
    private readonly settings: Settings,
  ) {}

  async create(caller: Caller, body: NewApplicationBody): Promise<NewApplicationResource> {
    const policy = await this.policy();
    const ownerId = accountOf(caller).id;
    const brand = await this.references.brandFor(caller, body.brand_id, { ownerId, brandId: null });
    const application = { ...this.drafted(ownerId, body), ...brand, confirmed: isFullAdmin(policy.catalogue, caller) };
    refuseRedirectUris(body, application.metadata, this.settings.redirectSchemes);
    refuseBrokenRules(caller, undefined, application, policy);
    await this.references.refuseUnknownTargets(application.exchangeTargets, []);
    await this.references.refuseOthersSector(caller, application);

    const secret = needsSecret(application.tokenEndpointAuthMethod)
      ? this.newSecrets.for(application, null)
      : undefined;
    const max = isAdmin(caller) ? Infinity : this.settings.applicationsPerMember;
    const created = await this.store.create(application, secret?.kept, max, doneBy(caller));
    if (created === undefined) {
      throw new Conflict(
        'applications',
        `you have ${String(max)} already, the most a member may have; delete one first`,
      );
    }
    return Object.assign(presentApplication(created), secret && { client_secret: secret.shown });
  }

  async read(caller: Caller, id: string): Promise<ApplicationResource> {
    return presentApplication(await this.found(caller, id, 'read'));
  }

  async change(caller: Caller, id: string, body: ApplicationChangeBody): Promise<ApplicationResource> {
    const seen = await this.found(caller, id, 'write');
    refuseRedirectUris(body, metadataAfter(seen.metadata, body), this.settings.redirectSchemes);
    const policy = await this.policy();
    const brand = await this.references.brandFor(caller, body.brand_id, seen);
    plannedChange(caller, seen, body, policy, brand);
    const lookedUp = { ...seen, ...settingsOf(seen, body) };
    await this.references.refuseUnknownTargets(lookedUp.exchangeTargets, seen.exchangeTargets);
    await this.references.refuseOthersSector(caller, lookedUp, seen);
    const plan = (current: ApplicationRecord) => {
      const change = plannedChange(caller, current, body, policy, brand);
      refuseOtherThanLookedUp(lookedUp, { ...current, ...change });
      return change;
    };
    const changed = await this.store.change(id, plan, doneBy(caller));
    if (changed === undefined) throw new NotFound('Application');
    return presentApplication(changed);
  }

  async delete(caller: Caller, id: string): Promise<void> {
    const { builtIn } = await this.found(caller, id, 'write');
    if (builtIn) throw new Conflict('id', 'is a built-in application; it can be disabled, not deleted');
    if (!(await this.store.delete(id, doneBy(caller)))) throw new NotFound('Application');
  }

  async endEverything(caller: Caller, id: string): Promise<ApplicationResource> {
    const { clientId } = await this.found(caller, id, 'write');
    const application = await this.applications.byClientId(clientId);
    if (application === undefined) throw new NotFound('Application');
    const { address, requestId } = caller.origin;
    await this.applications.endEverything(application, {
      action: 'application.end-everything',
      actor: { type: caller.isApplication ? 'application' : 'user', id: actorOf(caller).id },
      address,
      requestId,
      reason: 'every sign-in and token of the application was ended',
    });
    return presentApplication(await this.found(caller, id, 'write'));
  }

  /** An application that the caller may see or change. */
  async found(caller: Caller, id: string, act: Act): Promise<ApplicationRecord> {
    const application = await this.store.find(id);
    if (application === undefined || !reaches(caller, application.ownerId, act)) throw new NotFound('Application');
    return application;
  }

  private drafted(ownerId: string, body: NewApplicationBody): Omit<NewApplication, 'confirmed'> {
    const { type } = body;
    return {
      clientId: randomBase62(),
      type,
      ownerId,
      name: body.name,
      firstParty: body.first_party,
      brandId: null,
      brandGiven: false,
      grantTypes: body.grant_types ?? defaultGrantTypes(type, this.settings.passwordGrant),
      scopes: body.scopes,
      defaultScopes: body.default_scopes,
      redirectUris: body.redirect_uris,
      postLogoutRedirectUris: body.post_logout_redirect_uris,
      tokenEndpointAuthMethod: body.token_endpoint_auth_method ?? defaultAuthMethod(type),
      accessTokenTtl: body.access_token_ttl,
      refreshTokenTtl: body.refresh_token_ttl,
      refreshReuse: readReuse(body.refresh_reuse),
      exchangeTargets: body.exchange_targets,
      secondFactor: body.second_factor,
      metadata: metadataAfter({}, body),
    };
  }

  private async policy() {
    return { catalogue: await this.catalogue.all(), passwordGrant: this.settings.passwordGrant };
  }
}

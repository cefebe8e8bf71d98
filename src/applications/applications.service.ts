import { Injectable } from '@nestjs/common';
import { actingFor } from '../access/acting-for.js';
import { accountOf, actorOf, type Caller, doneBy, isAdmin } from '../access/caller.js';
import { Settings } from '../config/settings.js';
import { isUuid, type Page, pageOf, pageRequest } from '../faces/page.js';
import { Applications } from '../oauth/stores/applications.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { needsSecret } from '../protocol/client-auth-method.js';
import { Conflict, NotFound } from '../protocol/refusal.js';
import { randomBase62 } from '../secrets/base62.js';
import {
  plannedChange,
  refuseAdminGifts,
  refusePasswordGrant,
  refuseScopes,
  settingsOf,
} from './application-change.js';
import { metadataAfter, refuseContradictoryMetadata, refuseOtherProfile } from './application-metadata.js';
import { defaultAuthMethod, defaultGrantTypes, refuseContradictions } from './application-rules.js';
import { type ApplicationRecord, ApplicationStore, type NewApplication } from './application-store.js';
import {
  type ApplicationResource,
  type NewApplicationResource,
  presentApplication,
  readReuse,
} from './applications.presentation.js';
import type { ApplicationChangeBody, ApplicationListQuery, NewApplicationBody } from './applications.schemas.js';
import { ReferenceRules, refuseOtherThanLookedUp } from './reference-rules.js';
import { NewClientSecrets } from './client-secret.js';

const NOTHING_YET = { firstParty: false, grantTypes: [], exchangeTargets: [], scopes: [] };

/** Everyone has applications of their own; admins see and change all. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly store: ApplicationStore,
    private readonly applications: Applications,
    private readonly catalogue: ScopeCatalogue,
    private readonly references: ReferenceRules,
    private readonly newSecrets: NewClientSecrets,
    private readonly settings: Settings,
  ) {}

  async create(caller: Caller, body: NewApplicationBody): Promise<NewApplicationResource> {
    const policy = await this.policy();
    const application = this.drafted(accountOf(caller).id, body);
    refuseContradictions(application);
    refuseContradictoryMetadata(application);
    refuseOtherProfile(caller, {}, application.metadata);
    refuseAdminGifts(caller, NOTHING_YET, application);
    refusePasswordGrant(NOTHING_YET, application, policy);
    refuseScopes(caller, NOTHING_YET, application, policy);
    await this.references.refuseUnknownTargets(application.exchangeTargets, []);
    await this.references.refuseOthersBrand(caller, application.brandId);
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
    return { ...presentApplication(created), ...(secret && { client_secret: secret.shown }) };
  }

  async list(caller: Caller, { user_id, ...page }: ApplicationListQuery): Promise<Page<ApplicationResource>> {
    const everybody = user_id === undefined && isAdmin(caller);
    const owner = everybody ? undefined : actingFor(caller, user_id);
    const rows = await this.store.list(owner, pageRequest(page, isUuid));
    return pageOf(rows, page.limit, (application) => application.id, presentApplication);
  }

  async read(caller: Caller, id: string): Promise<ApplicationResource> {
    return presentApplication(await this.visible(caller, id));
  }

  async change(caller: Caller, id: string, body: ApplicationChangeBody): Promise<ApplicationResource> {
    const seen = await this.visible(caller, id);
    const policy = await this.policy();
    plannedChange(caller, seen, body, policy);
    const lookedUp = { ...seen, ...settingsOf(seen, body) };
    await this.references.refuseUnknownTargets(lookedUp.exchangeTargets, seen.exchangeTargets);
    if (body.brand_id !== seen.brandId) await this.references.refuseOthersBrand(caller, body.brand_id ?? null);
    await this.references.refuseOthersSector(caller, lookedUp, seen);
    const plan = (current: ApplicationRecord) => {
      const change = plannedChange(caller, current, body, policy);
      refuseOtherThanLookedUp(lookedUp, { ...current, ...change });
      return change;
    };
    const changed = await this.store.change(id, plan, doneBy(caller));
    if (changed === undefined) throw new NotFound('Application');
    return presentApplication(changed);
  }

  async delete(caller: Caller, id: string): Promise<void> {
    const { builtIn } = await this.visible(caller, id);
    if (builtIn) throw new Conflict('id', 'is a built-in application; it can be disabled, not deleted');
    if (!(await this.store.delete(id, doneBy(caller)))) throw new NotFound('Application');
  }

  async endEverything(caller: Caller, id: string): Promise<ApplicationResource> {
    const { clientId } = await this.visible(caller, id);
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
    return this.read(caller, id);
  }

  /** An application the caller may see, which for an application is to say: may change. */
  async visible(caller: Caller, id: string): Promise<ApplicationRecord> {
    const application = await this.store.find(id);
    const isOwn = application?.ownerId !== null && application?.ownerId === caller.account?.id;
    if (application === undefined || !(isOwn || isAdmin(caller))) throw new NotFound('Application');
    return application;
  }

  private drafted(ownerId: string, body: NewApplicationBody): NewApplication {
    const { type } = body;
    return {
      clientId: randomBase62(),
      type,
      ownerId,
      name: body.name,
      firstParty: body.first_party,
      brandId: body.brand_id,
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
      metadata: metadataAfter({}, body),
    };
  }

  private async policy() {
    return { catalogue: await this.catalogue.all(), passwordGrant: this.settings.passwordGrant };
  }
}

import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy, isAdmin } from '../../access/caller.js';
import { isFullAdmin } from '../../access/scope-rules.js';
import { Settings } from '../../config/settings.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { needsSecret } from '../../protocol/client-auth-method.js';
import { Conflict } from '../../protocol/refusal.js';
import { randomBase62 } from '../../secrets/base62.js';
import { refuseBrokenRules } from './application-change.js';
import { metadataAfter } from './application-metadata.js';
import { defaultAuthMethod, defaultGrantTypes } from './application-rules.js';
import type { NewApplication } from './application.js';
import { ApplicationsRepository } from './applications.repository.js';
import { type NewApplicationResource, presentApplication, readReuse } from './applications.presentation.js';
import type { NewApplicationBody } from './applications.dto.js';
import { NewClientSecrets } from './client-secret.js';
import { refuseRedirectUris } from './redirect-uri-rules.js';
import { ReferenceRules } from './reference-rules.js';

/** Everyone creates applications of their own. */
@Injectable()
export class NewApplicationsService {
  constructor(
    private readonly store: ApplicationsRepository,
    private readonly catalogue: ScopeCatalogue,
    private readonly references: ReferenceRules,
    private readonly newSecrets: NewClientSecrets,
    private readonly settings: Settings,
  ) {}

  async create(caller: Caller, body: NewApplicationBody): Promise<NewApplicationResource> {
    const policy = { catalogue: await this.catalogue.all(), passwordGrant: this.settings.passwordGrant };
    const ownerId = accountOf(caller).id;
    const brand = await this.references.brandFor(caller, body.brand_id, { ownerId, brandId: null });
    const draft = { ...this.drafted(ownerId, body), madeBy: caller.madeBy ?? null };
    const application = { ...draft, ...brand, confirmed: isFullAdmin(policy.catalogue, caller) };
    refuseRedirectUris(body, application.metadata, this.settings.redirectSchemes);
    refuseBrokenRules(caller, undefined, application, policy);
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
    return Object.assign(presentApplication(created, caller), secret && { client_secret: secret.shown });
  }

  private drafted(ownerId: string, body: NewApplicationBody): Omit<NewApplication, 'confirmed' | 'madeBy'> {
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
}

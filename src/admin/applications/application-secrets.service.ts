import { Injectable } from '@nestjs/common';
import { type Caller, doneBy, refuseScopesBeyond } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { refuseBeyondBounds } from '../../access/scope-rules.js';
import { Clock } from '../../clock/clock.js';
import { isUuid, type Page, pageOf, pageRequest, type PageQuery } from '../../http/page.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { needsSecret } from '../../protocol/client-auth-method.js';
import { Conflict, InvalidRequest, NotFound } from '../../protocol/refusal.js';
import { ApplicationSecretsRepository } from './application-secrets.repository.js';
import { ApplicationsService } from './applications.service.js';
import { type NewSecretResource, presentSecret, type SecretResource } from './applications.presentation.js';
import type { NewSecretBody, SecretRetirementQuery } from './applications.dto.js';
import { NewClientSecrets } from './client-secret.js';

const MAX_SECRETS = 5;

/** Rotation without an outage: a new secret works beside the old ones until those are retired. */
@Injectable()
export class ApplicationSecretsService {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly secrets: ApplicationSecretsRepository,
    private readonly newSecrets: NewClientSecrets,
    private readonly catalogue: ScopeCatalogue,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, applicationId: string, query: PageQuery): Promise<Page<SecretResource>> {
    await this.applications.found(caller, applicationId, 'read');
    const { limit, after } = pageRequest(query, isUuid);
    const rows = await this.secrets.list(applicationId);
    const older = after === undefined ? rows : rows.filter((secret) => secret.id < after);
    return pageOf(older, limit, (secret) => secret.id, presentSecret);
  }

  async add(caller: Caller, applicationId: string, { expires_at }: NewSecretBody): Promise<NewSecretResource> {
    const application = await this.applications.found(caller, applicationId, 'write');
    refuseWhatOthersMade(caller, application.madeBy);
    if (application.builtIn) throw new Conflict('id', 'is a built-in application, which has no secrets');
    if (application.type === 'public') throw new Conflict('id', 'is a public application, which has no secrets');
    if (!needsSecret(application.tokenEndpointAuthMethod)) {
      throw new Conflict('id', `authenticates by ${application.tokenEndpointAuthMethod}, which takes no secret`);
    }
    // the secret yields tokens with these scopes
    refuseScopesBeyond(caller, application.scopes);
    refuseBeyondBounds(await this.catalogue.all(), caller, application, 'id');
    if (expires_at !== null && expires_at <= this.clock.now()) {
      throw InvalidRequest.field('expires_at', 'must be in the future');
    }
    const { shown, kept } = this.newSecrets.for(application, expires_at);
    const added = await this.secrets.add(application.id, kept, MAX_SECRETS, doneBy(caller));
    if (added === undefined) {
      throw new Conflict('secrets', `the application has ${String(MAX_SECRETS)} already; retire one first`);
    }
    return Object.assign(presentSecret(added), { client_secret: shown });
  }

  async retire(
    caller: Caller,
    applicationId: string,
    secretId: string,
    { force }: SecretRetirementQuery,
  ): Promise<void> {
    await this.applications.found(caller, applicationId, 'write');
    const outcome = await this.secrets.retire(applicationId, secretId, force, doneBy(caller));
    if (outcome === 'unknown') throw new NotFound('Secret');
    if (outcome === 'last') {
      throw new Conflict(
        'secret_id',
        'is the last secret that works; add another first, or retire it with ?force=true',
      );
    }
  }
}

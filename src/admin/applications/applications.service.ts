import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { type Act, reaches, reachesOthers } from '../../access/reach.js';
import { Settings } from '../../config/settings.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { isUnseenBrand, plannedChange, settingsOf } from './application-change.js';
import { refuseOtherThanSeen, refuseWordForUnseen } from './application-version.js';
import { metadataAfter } from './application-metadata.js';
import type { ApplicationRecord } from './application.js';
import { ApplicationEnding } from './application-ending.repository.js';
import { ApplicationsRepository } from './applications.repository.js';
import {
  type ApplicationResource,
  type EndedApplicationResource,
  presentApplication,
  presentEnded,
} from './applications.presentation.js';
import type { ApplicationChangeBody } from './applications.dto.js';
import { refuseRedirectUris } from './redirect-uri-rules.js';
import { ReferenceRules, refuseOtherThanLookedUp } from './reference-rules.js';

/** Everyone sees and changes applications of their own; admins all. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly store: ApplicationsRepository,
    private readonly ending: ApplicationEnding,
    private readonly catalogue: ScopeCatalogue,
    private readonly references: ReferenceRules,
    private readonly settings: Settings,
  ) {}

  async read(caller: Caller, id: string): Promise<ApplicationResource> {
    return presentApplication(await this.found(caller, id, 'read'), caller);
  }

  /** @param ifMatch the versions that the change is meant for */
  async change(
    caller: Caller,
    id: string,
    body: ApplicationChangeBody,
    ifMatch: string | undefined,
  ): Promise<ApplicationResource> {
    const seen = await this.found(caller, id, 'write');
    if (!isEnding(body)) refuseWhatOthersMade(caller, seen.madeBy);
    refuseOtherThanSeen(ifMatch, seen);
    refuseRedirectUris(body, metadataAfter(seen.metadata, body), this.settings.redirectSchemes);
    const policy = await this.policy();
    const brand = await this.references.brandFor(caller, body.brand_id, seen);
    if (isUnseenBrand(caller, seen, brand)) refuseWordForUnseen(ifMatch, body);
    plannedChange(caller, seen, body, policy, brand);
    const lookedUp = { ...seen, ...settingsOf(seen, body) };
    await this.references.refuseOthersSector(caller, lookedUp, seen);
    const plan = (current: ApplicationRecord) => {
      refuseOtherThanSeen(ifMatch, current);
      const change = plannedChange(caller, current, body, policy, brand);
      refuseOtherThanLookedUp(lookedUp, { ...current, ...change });
      return change;
    };
    const keepsPolicy = !reachesOthers(caller, 'write');
    const targets = body.exchange_targets ?? [];
    const planned = { plan, brandId: brand.brandId, targets, keepsPolicy };
    const changed = await this.store.change(id, planned, doneBy(caller));
    if (changed === undefined) throw new NotFound('Application');
    return presentApplication(changed, caller);
  }

  /** @param ifMatch the versions that are meant */
  async delete(caller: Caller, id: string, ifMatch: string | undefined): Promise<void> {
    const { builtIn } = await this.found(caller, id, 'write');
    if (builtIn) throw new Conflict('id', 'is a built-in application; it can be disabled, not deleted');
    const refuse = (current: ApplicationRecord) => {
      refuseOtherThanSeen(ifMatch, current);
    };
    if (!(await this.store.delete(id, doneBy(caller), refuse))) throw new NotFound('Application');
  }

  async endEverything(caller: Caller, id: string): Promise<EndedApplicationResource> {
    await this.found(caller, id, 'write');
    const made = await this.ending.endEverything(id, doneBy(caller));
    return presentEnded(await this.found(caller, id, 'write'), caller, made);
  }

  /** An application that the caller may see or change. */
  async found(caller: Caller, id: string, act: Act): Promise<ApplicationRecord> {
    const application = await this.store.find(id);
    if (application === undefined || !reaches(caller, application.ownerId, act)) throw new NotFound('Application');
    return application;
  }

  private async policy() {
    return { catalogue: await this.catalogue.all(), passwordGrant: this.settings.passwordGrant };
  }
}

/** What only ends something leaves nothing behind. */
function isEnding(body: ApplicationChangeBody): boolean {
  return body.disabled === true && Object.keys(body).length === 1;
}

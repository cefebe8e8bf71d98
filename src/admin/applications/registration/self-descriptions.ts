import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { RegistrableScopes } from '../../../oauth/client-documents/registrable-scopes.js';
import { SectorIdentifiers } from '../../../oauth/client-documents/sector-identifiers.js';
import type { Occasion } from '../../../outgoing/occasion.js';
import { uncalledAddress } from '../../../protocol/client-metadata-rules.js';
import { invalidMetadata, readRegistration, registeredWith } from '../../../protocol/registration.js';
import type { RegisteredClient } from './registered-client.js';

/** What an application says of itself, found good. */
type Description = Omit<RegisteredClient, 'id' | 'clientId' | 'createdAt'>;

type Had = Readonly<Pick<RegisteredClient, 'grantTypes' | 'scopes' | 'metadata'>>;

export interface Found {
  described: Description;
  /** The scopes that only an administrator gives: those that it was given. */
  reserved: readonly string[];
  /** It requests no scope that it may have: it is given the default ones. */
  hasDefaultScopes: boolean;
  /** It states no grants: it has the default ones. */
  hasDefaultGrants: boolean;
}

/** Judges what applications say of themselves. */
@Injectable()
export class SelfDescriptions {
  constructor(
    private readonly scopes: RegistrableScopes,
    private readonly sectors: SectorIdentifiers,
    private readonly settings: Settings,
  ) {}

  /**
   * @param had what the application has already
   * @throws Refusal `invalid_redirect_uri` or `invalid_client_metadata` (RFC 7591 section 3.2.2)
   */
  async read(document: unknown, occasion: Occasion, had: Had): Promise<Found> {
    const said = readRegistration(document, {
      defaultMethod: 'client_secret_basic',
      schemes: this.settings.redirectSchemes,
      published: false,
      had: had.grantTypes,
    });
    const uncalled = uncalledAddress(said.metadata, had.metadata);
    if (uncalled !== undefined) throw invalidMetadata(uncalled.field, uncalled.message);
    const { sector_identifier_uri: sector } = said.metadata;
    const fault = sector === undefined ? undefined : await this.sectors.faultOf(sector, said.redirectUris, occasion);
    if (fault !== undefined) throw invalidMetadata('sector_identifier_uri', fault.message, fault.detail);
    const type = said.tokenEndpointAuthMethod === 'none' ? 'public' : 'confidential';
    const { scopes, reserved, areDefault: hasDefaultScopes } = await this.scopes.of(said.scope, had.scopes);
    const described = { ...registeredWith(scopes, said), type } as const;
    return { described, reserved, hasDefaultScopes, hasDefaultGrants: said.grantTypes === undefined };
  }
}

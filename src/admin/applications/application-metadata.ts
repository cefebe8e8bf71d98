import { fieldsOf } from '../../fields/field.js';
import { ClientMetadata } from '../../protocol/client-metadata.js';
import { metadataFault, uncalledAddress } from '../../protocol/client-metadata-rules.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { keepsSector, unprovenSector } from '../../protocol/unproven-sector.js';
import type { ApplicationRecord } from './application.js';

type Field = keyof ClientMetadata;
type Settings = Pick<ApplicationRecord, 'tokenEndpointAuthMethod' | 'redirectUris' | 'grantTypes' | 'metadata'>;

const FIELDS = [...fieldsOf(ClientMetadata).keys()] as Field[];

/** By what the application shows that it is itself. */
const CREDENTIALS: readonly Field[] = FIELDS.filter((name) =>
  /^(?:jwks|tls_client_auth_|token_endpoint_auth_)/.test(name),
);

/** Metadata in which each field may be replaced, or unset by null. */
export type MetadataChange = { [Name in Field]?: ClientMetadata[Name] | null };

/** What of a body is metadata, on top of what there was. */
export function metadataAfter(current: ClientMetadata, body: MetadataChange): ClientMetadata {
  const fields = FIELDS.map((name) => [name, body[name] === undefined ? current[name] : body[name]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null));
}

/** Refuses metadata that contradicts itself or the settings beside it, naming the field to mend. */
export function refuseContradictoryMetadata(settings: Settings): void {
  const fault = metadataFault(settings);
  if (fault !== undefined) throw InvalidRequest.field(fault.field, fault.message);
}

/** Refuses a new address that this server would never call. */
export function refuseUncalledAddresses(before: Settings | undefined, next: Settings): void {
  const fault = uncalledAddress(next.metadata, before?.metadata ?? {});
  if (fault !== undefined) throw InvalidRequest.field(fault.field, fault.message);
}

/** Refuses to have an application be told the pairwise subjects of a host that it does not show to be its own. */
export function refuseUnprovenSector(before: Settings | undefined, next: Settings): void {
  const fault = unprovenSector(next);
  if (fault === undefined || (before !== undefined && keepsSector(before, next))) return;
  throw InvalidRequest.field(fault.field, fault.message);
}

/** Whether who can act as the application changes. */
export function changesCredentials(current: Settings, next: Settings): boolean {
  return (
    next.tokenEndpointAuthMethod !== current.tokenEndpointAuthMethod ||
    CREDENTIALS.some((name) => JSON.stringify(next.metadata[name]) !== JSON.stringify(current.metadata[name]))
  );
}

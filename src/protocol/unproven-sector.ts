import type { Declared } from './client-metadata-rules.js';
import { DEVICE_CODE } from './grant-type.js';
import { isHttpsOfApplication } from './redirect-uri.js';
import type { FieldFault } from './refusal.js';
import { type Sectored, sectorHostOf } from './sector.js';

type Showing = Pick<Declared, 'grantTypes' | 'redirectUris' | 'metadata'>;

const UNLESS = 'leave that to another application, or ask an administrator';

/**
 * Why an application does not show that the host is its own whose pairwise subjects it would be told; undefined: it does.
 * It shows that by receiving its tokens there. What it names, a sector identifier and redirect URIs that others listed in
 * it, shows nothing as long as they reach it elsewhere: on a device, or at an address that any program there can take.
 * @param home the host where the application itself is published, which is its own
 */
export function unprovenSector({ grantTypes, redirectUris, metadata }: Showing, home?: string): FieldFault | undefined {
  const host = sectorHostOf({ redirectUris, metadata });
  if (host === undefined || host === home) return undefined;
  if (redirectUris.length === 0) {
    return { field: 'redirect_uris', message: 'must name one that the sector_identifier_uri lists' };
  }
  if (grantTypes.includes(DEVICE_CODE)) {
    const why = `devices get pairwise subjects of ${host} without being sent there`;
    return { field: 'grant_types', message: `must not have ${DEVICE_CODE}: ${why}; ${UNLESS}` };
  }
  if (metadata.sector_identifier_uri === undefined) return undefined;
  const own = redirectUris.find((uri) => !isHttpsOfApplication(uri));
  if (own === undefined) return undefined;
  const why = `any program on a device can take ${own} and be told the pairwise subjects of ${host}`;
  return { field: 'redirect_uris', message: `must be https beside a sector_identifier_uri: ${why}; ${UNLESS}` };
}

/** Whether it went without such proof before, by an administrator's word or an earlier rule, and only goes on with it. */
export function keepsSector(before: Showing, next: Showing): boolean {
  return unprovenSector(before) !== undefined && sectorHostOf(before) === sectorHostOf(next);
}

/**
 * The application as its owner is told of a person. Redirect URIs of a host show nothing until tokens of this very person came
 * from there: of their own sign-in anyone can read the code in the address of their browser. Before, it is a sector of its own.
 */
export function asItsOwnerKnows(application: Sectored, { told }: { told: boolean }): Sectored {
  if (told || sectorHostOf(application) === undefined) return application;
  const { clientId, metadata } = application;
  return { clientId, redirectUris: [], metadata: { subject_type: metadata.subject_type } };
}

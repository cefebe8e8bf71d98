import type { ClientMetadata } from '../../protocol/client-metadata.js';
import { httpsUnderFapi2 } from '../../protocol/client-metadata-rules.js';
import { postLogoutUriFault, redirectUriFault } from '../../protocol/redirect-uri.js';
import { InvalidRequest } from '../../protocol/refusal.js';

interface Named {
  redirect_uris?: readonly string[] | undefined;
  post_logout_redirect_uris?: readonly string[] | undefined;
}

/**
 * Refuses what may not be registered, naming the entry to mend.
 * @param metadata what the application is to declare beside them
 * @param schemes the private-use schemes without a dot that they may have
 */
export function refuseRedirectUris(named: Named, metadata: ClientMetadata, schemes: readonly string[]): void {
  const redirectUris = named.redirect_uris ?? [];
  const insecure = httpsUnderFapi2({ redirectUris, metadata });
  if (insecure !== undefined) throw InvalidRequest.field(insecure.field, insecure.message);
  refuse('redirect_uris', redirectUris, (uri) => redirectUriFault(uri, schemes));
  refuse('post_logout_redirect_uris', named.post_logout_redirect_uris ?? [], (uri) => postLogoutUriFault(uri, schemes));
}

function refuse(field: string, uris: readonly string[], faultOf: (uri: string) => string | undefined): void {
  for (const [index, uri] of uris.entries()) {
    const fault = faultOf(uri);
    if (fault !== undefined) throw InvalidRequest.field(`${field}.${String(index)}`, fault);
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { CLIENT_AUTH_METHODS, type ClientAuthMethodName } from '../../protocol/client-auth-method.js';
import { CLIENT_ALGORITHMS, STRONG_ALGORITHMS } from '../../protocol/client-algorithms.js';
import { fittingScopes } from '../../protocol/fitting-scopes.js';
import type { ServerFacts } from '../../protocol/metadata.js';
import { NotFound } from '../../protocol/refusal.js';
import { DEFAULT_ID_TOKEN_ALG } from '../../protocol/client-metadata.js';
import { SIGNING_ALGORITHMS } from '../../protocol/signing-algorithm.js';
import { PROMPTS, RESPONSE_MODES } from '../authorize/authorization-request.js';
import { GrantRegistry } from '../grants/grant-registry.js';
import { ScopeCatalogue } from '../stores/scope-catalogue.js';

/** The one that every relying party knows comes first. */
const IN_METADATA = [DEFAULT_ID_TOKEN_ALG, ...SIGNING_ALGORITHMS.filter((alg) => alg !== DEFAULT_ID_TOKEN_ALG)];

/** Collects the metadata of this server from its parts. */
@Injectable()
export class ServerFactsSource {
  constructor(
    private readonly settings: Settings,
    private readonly grants: GrantRegistry,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async gather(): Promise<ServerFacts> {
    const scopes = [...(await this.catalogue.all()).values()];
    return {
      issuer: this.settings.issuer,
      // RFC 8414 §2: "Servers MAY choose not to advertise some supported scope values"; clients request all that they read
      scopes: fittingScopes(scopes.filter(({ adminOnly }) => !adminOnly).map(({ name }) => name)),
      grantTypes: this.grants.grantTypes(),
      responseModes: RESPONSE_MODES,
      prompts: PROMPTS,
      clientAuthMethods: CLIENT_AUTH_METHODS.filter((method) => isOffered(method, this.settings)),
      clientAlgorithms: CLIENT_ALGORITHMS,
      proofAlgorithms: STRONG_ALGORITHMS,
      requiresPar: this.settings.requirePar,
      certificateBoundTokens: this.settings.tlsClientCertHeader !== undefined,
      signingAlgorithms: IN_METADATA,
      registration: this.settings.dynamicRegistration !== 'off',
      clientDocuments: this.settings.clientIdMetadataDocuments,
    };
  }

  /**
   * Refuses any suffix of a well-known path other than the path of the issuer. RFC 8414 §3.1: the well-known URI is
   * inserted "between the host component and the path component" of the issuer.
   */
  refuseOtherIssuer(suffix: string): void {
    const { pathname } = new URL(this.settings.issuer);
    const path = pathname === '/' ? '' : pathname.slice(1);
    if (suffix !== path && suffix !== `${path}/`) throw new NotFound('Metadata of that issuer');
  }
}

/** Client certificates authenticate only if the settings name the proxy that passes them on and the trusted authorities. */
function isOffered(method: ClientAuthMethodName, { tlsClientCertHeader, tlsClientCa }: Settings): boolean {
  if (method === 'self_signed_tls_client_auth') return tlsClientCertHeader !== undefined;
  if (method === 'tls_client_auth') return tlsClientCertHeader !== undefined && tlsClientCa !== undefined;
  return true;
}

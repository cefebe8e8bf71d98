import type { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Application } from '../stores/applications.js';
import { bareClientId, type Claim, ClientAuthMethod, type ClientCredentialsOffered } from './client-auth-method.js';

/**
 * `self_signed_tls_client_auth`: the very certificate that stands as `x5c` in the client's registered keys.
 * @see https://www.rfc-editor.org/rfc/rfc8705#section-2.2
 */
@Injectable()
export class SelfSignedTlsClientAuth extends ClientAuthMethod {
  readonly names = ['self_signed_tls_client_auth'];

  claim(offered: ClientCredentialsOffered): Claim | undefined {
    const clientId = bareClientId(offered);
    if (clientId === undefined) return undefined;
    return {
      clientId,
      fault: (application) => {
        const certificate = offered.certificate();
        if (application === undefined || certificate === undefined) return 'no client certificate was shown';
        return isRegistered(certificate, application) ? undefined : 'the certificate is none it registered';
      },
    };
  }
}

function isRegistered(certificate: X509Certificate, { metadata: { jwks } }: Application): boolean {
  const shown = certificate.raw.toString('base64');
  return (jwks?.keys ?? []).some(({ x5c }) => Array.isArray(x5c) && x5c[0] === shown);
}

import type { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Origin } from '../../protocol/origin.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import {
  bareClientId,
  type PresentedCredential,
  ClientAuthMethod,
  type ClientCredentialsRead,
} from './client-auth-method.js';
import { ClientKeys } from './client-keys.js';

/**
 * `self_signed_tls_client_auth`: the same certificate is the `x5c` of one of the client's keys, registered inline or
 * published at its `jwks_uri`.
 * @see https://www.rfc-editor.org/rfc/rfc8705#section-2.2
 */
@Injectable()
export class SelfSignedTlsClientAuth extends ClientAuthMethod {
  readonly names = ['self_signed_tls_client_auth'];

  constructor(private readonly keys: ClientKeys) {
    super();
  }

  credentialIn(offered: ClientCredentialsRead): PresentedCredential | undefined {
    const clientId = bareClientId(offered);
    if (clientId === undefined) return undefined;
    return { clientId, fault: (application) => this.faultOf(offered.certificate(), application, offered.origin) };
  }

  private async faultOf(
    certificate: X509Certificate | undefined,
    application: Application | undefined,
    origin: Origin,
  ): Promise<string | undefined> {
    if (application === undefined || certificate === undefined) return 'no client certificate was shown';
    try {
      const isIts = await this.keys.haveCertificate(certificate.raw.toString('base64'), application, origin);
      return isIts ? undefined : 'the certificate is none it registered';
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return `its keys cannot be read: ${(error as Error).message}`;
    }
  }
}

import { Injectable } from '@nestjs/common';
import {
  bareClientId,
  type PresentedCredential,
  ClientAuthMethod,
  type ClientCredentialsRead,
} from './client-auth-method.js';

/** `none`: a public client sends only its name. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.1 */
@Injectable()
export class NoAuthentication extends ClientAuthMethod {
  readonly names = ['none'];

  credentialIn(offered: ClientCredentialsRead): PresentedCredential | undefined {
    const clientId = bareClientId(offered);
    if (clientId === undefined) return undefined;
    return {
      clientId,
      fault: (application) => (application?.type === 'public' ? undefined : 'only a public client goes without proof'),
    };
  }
}

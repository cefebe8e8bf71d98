import { Injectable } from '@nestjs/common';
import { type PresentedCredential, ClientAuthMethod, type ClientCredentialsRead } from './client-auth-method.js';
import { ClientSecrets, PresentedSecret, SHOWN_SECRET } from './client-secrets.js';

/** `client_secret_basic`. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
@Injectable()
export class ClientSecretBasic extends ClientAuthMethod {
  readonly names = SHOWN_SECRET;

  constructor(private readonly secrets: ClientSecrets) {
    super();
  }

  credentialIn({ basic, origin }: ClientCredentialsRead): PresentedCredential | undefined {
    if (basic === undefined || basic.secret === '') return undefined;
    return new PresentedSecret(basic.clientId, basic.secret, origin, this.secrets);
  }
}

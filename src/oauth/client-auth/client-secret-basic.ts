import { Injectable } from '@nestjs/common';
import { basicCredentials } from './basic-credentials.js';
import { type PresentedCredential, ClientAuthMethod, type ClientCredentialsOffered } from './client-auth-method.js';
import { ClientSecrets, PresentedSecret, SHOWN_SECRET } from './client-secrets.js';

/** `client_secret_basic`. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
@Injectable()
export class ClientSecretBasic extends ClientAuthMethod {
  readonly names = SHOWN_SECRET;

  constructor(private readonly secrets: ClientSecrets) {
    super();
  }

  credentialIn({ authorization, origin }: ClientCredentialsOffered): PresentedCredential | undefined {
    if (authorization === undefined) return undefined;
    const { clientId, secret } = basicCredentials(authorization);
    if (secret === '') return undefined;
    return new PresentedSecret(clientId, secret, origin, this.secrets);
  }
}

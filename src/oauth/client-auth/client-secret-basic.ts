import { Injectable } from '@nestjs/common';
import { basicCredentials } from './basic-credentials.js';
import { type Claim, ClientAuthMethod, type ClientCredentialsOffered } from './client-auth-method.js';
import { ClientSecrets, SecretClaim, SHOWN_SECRET } from './client-secrets.js';

/** `client_secret_basic`. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
@Injectable()
export class ClientSecretBasic extends ClientAuthMethod {
  readonly names = SHOWN_SECRET;

  constructor(private readonly secrets: ClientSecrets) {
    super();
  }

  claim({ authorization, origin }: ClientCredentialsOffered): Claim | undefined {
    if (authorization === undefined) return undefined;
    const { clientId, secret } = basicCredentials(authorization);
    return new SecretClaim(clientId, secret, origin, this.secrets);
  }
}

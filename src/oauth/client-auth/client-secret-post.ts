import { Injectable } from '@nestjs/common';
import { InvalidClient } from '../../protocol/refusal.js';
import { type PresentedCredential, ClientAuthMethod, type ClientCredentialsRead } from './client-auth-method.js';
import { ClientSecrets, PresentedSecret, SHOWN_SECRET } from './client-secrets.js';

/** `client_secret_post`. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
@Injectable()
export class ClientSecretPost extends ClientAuthMethod {
  readonly names = SHOWN_SECRET;

  constructor(private readonly secrets: ClientSecrets) {
    super();
  }

  credentialIn({ parameters, origin }: ClientCredentialsRead): PresentedCredential | undefined {
    const secret = parameters.optional('client_secret');
    if (secret === undefined) return undefined;
    const clientId = parameters.optional('client_id');
    if (clientId === undefined) throw new InvalidClient('no client_id was sent');
    return new PresentedSecret(clientId, secret, origin, this.secrets);
  }
}

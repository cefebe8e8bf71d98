import { Injectable } from '@nestjs/common';
import { algorithmsOf } from '../../protocol/client-algorithms.js';
import type { Application } from '../stores/applications.js';
import { ClientAssertionRules, faultOf, type ShownAssertion, shownAssertion } from './client-assertion.js';
import { type PresentedCredential, ClientAuthMethod, type ClientCredentialsRead } from './client-auth-method.js';
import { ClientTokens } from './client-tokens.js';

/** `private_key_jwt`: signed with a key whose public half the client registered. @see https://www.rfc-editor.org/rfc/rfc7523#section-2.2 */
@Injectable()
export class PrivateKeyJwt extends ClientAuthMethod {
  readonly names = ['private_key_jwt'];

  constructor(
    private readonly tokens: ClientTokens,
    private readonly rules: ClientAssertionRules,
  ) {
    super();
  }

  credentialIn(offered: ClientCredentialsRead): PresentedCredential | undefined {
    const shown = shownAssertion(offered.parameters);
    if (shown === undefined || shown.alg.startsWith('HS')) return undefined;
    return { clientId: shown.clientId, fault: (application) => faultOf(this.verify(shown, application, offered)) };
  }

  private async verify(
    { jwt }: ShownAssertion,
    application: Application | undefined,
    offered: ClientCredentialsRead,
  ): Promise<void> {
    if (application === undefined) throw new Error('no such client');
    const { metadata } = application;
    const algorithms = algorithmsOf(metadata.token_endpoint_auth_signing_alg, metadata);
    const options = this.rules.options(application, algorithms);
    await this.rules.take(await this.tokens.verify(jwt, application, options, offered.origin), application, offered);
  }
}

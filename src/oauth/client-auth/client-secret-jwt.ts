import { Injectable } from '@nestjs/common';
import { jwtVerify, type JWTPayload } from 'jose';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { type Application, Applications } from '../stores/applications.js';
import { ClientAssertionRules, faultOf, type ShownAssertion, shownAssertion } from './client-assertion.js';
import { type PresentedCredential, ClientAuthMethod, type ClientCredentialsRead } from './client-auth-method.js';
import { ifSignedOtherwise, MAX_AHEAD, refuseTimes } from './client-tokens.js';

/** The context in which a client secret is sealed. */
export function sealingContext(clientId: string): string {
  return `client secret of ${clientId}`;
}

/**
 * `client_secret_jwt`: signed with the client secret itself, which this server therefore stores sealed, for applications
 * that registered this method only.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 */
@Injectable()
export class ClientSecretJwt extends ClientAuthMethod {
  readonly names = ['client_secret_jwt'];

  constructor(
    private readonly rules: ClientAssertionRules,
    private readonly applications: Applications,
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {
    super();
  }

  credentialIn(offered: ClientCredentialsRead): PresentedCredential | undefined {
    const shown = shownAssertion(offered.parameters);
    if (shown?.alg.startsWith('HS') !== true) return undefined;
    return { clientId: shown.clientId, fault: (application) => faultOf(this.verify(shown, application, offered)) };
  }

  private async verify(
    { jwt }: ShownAssertion,
    application: Application | undefined,
    offered: ClientCredentialsRead,
  ): Promise<void> {
    if (application === undefined) throw new Error('no such client');
    await this.rules.take(await this.claimsOf(jwt, application, offered.origin), application, offered);
  }

  private async claimsOf(jwt: string, application: Application, { address }: Origin): Promise<JWTPayload> {
    const now = this.clock.now();
    const options = {
      ...this.rules.options(application, ['HS256']),
      currentDate: now,
      clockTolerance: MAX_AHEAD,
    };
    let unopened: unknown;
    for (const { id, sealed, expiresAt } of application.secrets) {
      if (sealed === null || (expiresAt !== null && expiresAt <= now)) continue;
      let secret: Buffer;
      try {
        secret = this.key.open(sealed, sealingContext(application.clientId));
      } catch (error) {
        unopened = error;
        continue;
      }
      const verified = await jwtVerify(jwt, secret, options).catch(ifSignedOtherwise);
      if (verified === undefined) continue;
      refuseTimes(verified.payload, now);
      this.applications.secretUsed(id, address);
      return verified.payload;
    }
    // it may be signed with the one that did not open: no fault of the client
    if (unopened !== undefined)
      throw new TemporarilyUnavailable(
        `a secret of ${application.clientId} does not open: SECRET_KEY was changed, or the row is damaged`,
        unopened,
      );
    throw new Error('signed with none of its secrets');
  }
}

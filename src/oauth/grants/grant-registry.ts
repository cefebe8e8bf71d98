import { placedIn, InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { brokenRule, TOKEN_RULES } from '../profiles/fapi2.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import type { Grant, GrantRequest } from './grant.js';
import { GRANT_CHECKS } from './grant-checks.js';

/** The grants of this server, and the rules that hold for all of them. */
export class GrantRegistry {
  private readonly grants: ReadonlyMap<string, Grant>;

  constructor(grants: readonly Grant[]) {
    this.grants = new Map(grants.map((grant) => [grant.grantType, grant]));
  }

  grantTypes(): string[] {
    return [...this.grants.keys()];
  }

  /** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
  async handle(request: GrantRequest): Promise<TokenSet> {
    const grant = this.grantFor(request);
    try {
      return await grant.handle(request);
    } catch (error) {
      throw placedIn(grant.checks, error);
    }
  }

  private grantFor({ client, parameters, confirmation }: GrantRequest): Grant {
    const { clientId } = client;
    const grantType = parameters.required('grant_type');
    const grant = this.grants.get(grantType);
    if (grant === undefined) {
      throw new Refusal('unsupported_grant_type', `grant_type: this server offers ${this.grantTypes().join(', ')}`, {
        subject: { clientId },
        compared: { parameter: 'grant_type', sent: grantType, accepted: this.grantTypes() },
      }).at(GRANT_CHECKS, 'offered');
    }
    if (!client.grantTypes.includes(grantType)) {
      throw new Refusal('unauthorized_client', `grant_type: this application may not use ${grantType}`, {
        subject: { clientId },
        compared: { parameter: 'grant_type', sent: grantType, accepted: client.grantTypes },
      }).at(GRANT_CHECKS, 'allowed-grant', { offered: grantType });
    }
    const broken = brokenRule(TOKEN_RULES, client, { grantType, confirmation });
    if (broken !== undefined) {
      const subject = { clientId };
      throw new InvalidRequest(broken, [], { subject }).at(GRANT_CHECKS, 'grant-profile', { offered: grantType });
    }
    return grant;
  }
}

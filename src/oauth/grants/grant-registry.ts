import { InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { brokenRule, TOKEN_RULES } from '../profiles/fapi2.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import type { Grant, GrantRequest } from './grant.js';

/** The grants this server offers, and the rules that hold for all of them. */
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
    const { client, parameters } = request;
    const { clientId } = client;
    const grantType = parameters.required('grant_type');
    const grant = this.grants.get(grantType);
    if (grant === undefined) {
      throw new Refusal('unsupported_grant_type', `grant_type: this server offers ${this.grantTypes().join(', ')}`, {
        subject: { clientId },
      });
    }
    if (!client.grantTypes.includes(grantType)) {
      throw new Refusal('unauthorized_client', `grant_type: this application may not use ${grantType}`, {
        subject: { clientId },
      });
    }
    const broken = brokenRule(TOKEN_RULES, client, { grantType, confirmation: request.confirmation });
    if (broken !== undefined) throw new InvalidRequest(broken, [], { subject: { clientId } });
    return grant.handle(request);
  }
}

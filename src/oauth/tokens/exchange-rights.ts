import { Injectable } from '@nestjs/common';
import { TOKEN_EXCHANGE } from '../../protocol/grant-type.js';
import { Accounts } from '../stores/accounts.js';
import { type Application, Applications } from '../stores/applications.js';
import type { AccessTokenClaims } from './access-token.js';
import { ApplicationApis } from './application-apis.js';

type Actor = AccessTokenClaims['act'];

/** Whether services may still have the tokens that they exchanged: answered from memory while the change feed is current. */
@Injectable()
export class ExchangeRights {
  constructor(
    private readonly applications: Applications,
    private readonly accounts: Accounts,
    private readonly apis: ApplicationApis,
  ) {}

  /**
   * A service that exchanged a token for this one, or for one before it, has the grant still, and an owner who may act, if
   * any; the latest may ask for a token for these APIs, as `ExchangeAudience` has it. True for a token that was not
   * exchanged.
   */
  async hold({ act, aud, client_id, via = [] }: AccessTokenClaims): Promise<boolean> {
    for (let actor: Actor = act; actor !== undefined; actor = actor.act as Actor) {
      const service = await this.applications.byClientId(actor.sub);
      if (service?.grantTypes.includes(TOKEN_EXCHANGE) !== true || !(await this.mayAct(service))) return false;
      // its own token keeps its APIs, whichever they are
      if (actor === act && via.some(([, clientId]) => clientId !== client_id) && !(await this.mayAsk(service, aud)))
        return false;
    }
    return true;
  }

  private async mayAct({ ownerId }: Application): Promise<boolean> {
    return ownerId === null || (await this.accounts.byId(ownerId))?.disabled === false;
  }

  private async mayAsk(service: Application, aud: string | string[]): Promise<boolean> {
    const others = [aud].flat().filter((name) => !service.exchangeTargets.includes(name));
    return (await this.apis.among(others, service)).length === others.length;
  }
}

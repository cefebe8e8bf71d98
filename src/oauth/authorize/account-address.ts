import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import type { Origin } from '../../protocol/origin.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { AUTHORIZE_CHECKS } from './checks.js';
import { toClient } from './pipeline.js';
import type { SignedIn } from './signed-in.js';

/**
 * A session counts only where the account's whitelist allows the address: asked before a person's decision about a
 * request is kept, and before its code is issued. @throws AuthorizationError
 */
export function refuseAccountAddress(request: AuthorizationRequest, { account }: SignedIn, { address }: Origin): void {
  try {
    IpWhitelistGuard.decide(address, {
      whitelist: account.whitelist,
      name: "the account's whitelist",
      subject: { userId: account.id },
      at: [AUTHORIZE_CHECKS, 'account-address'],
      found: () => ({ client: request.client.name }),
    });
  } catch (error) {
    throw toClient(error, request);
  }
}

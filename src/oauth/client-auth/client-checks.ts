import { CheckList, type Findings } from '../../protocol/check-list.js';
import type { Application } from '../stores/applications.js';
import type { PresentedCredential } from './client-auth-method.js';

/** The steps of client authentication, before the request itself is checked. */
export const CLIENT_CHECKS = new CheckList({
  named: 'The request names its client',
  known: 'The client is known',
  method: 'It authenticates by the method it registered',
  proof: 'It proves who it is',
  'client-profile': 'Its security profile allows it in',
  enabled: 'It is enabled',
  'client-address': 'Its whitelist lets the address in',
});

type ClientCheck = keyof (typeof CLIENT_CHECKS)['sentences'];

/** The result for a client whose proof is valid. */
export function foundOf(
  application: Application,
  credential: PresentedCredential,
  address: string,
): Findings<ClientCheck> {
  return {
    known: application.name,
    method: application.tokenEndpointAuthMethod,
    proof: credential.proof?.(application),
    'client-address': application.whitelist.verdict(address),
  };
}

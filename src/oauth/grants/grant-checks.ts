import { CheckList } from '../../protocol/check-list.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';

/** The steps of every token request before those of its grant. */
export const GRANT_CHECKS = new CheckList({
  offered: 'This server offers the grant',
  'allowed-grant': 'The application may use it',
  'grant-profile': 'Its security profile allows the request',
});

export const CONFIDENTIAL = new CheckList({ confidential: 'The application can keep a secret' });

/** RFC 6749 §4.4: "The client credentials grant type MUST only be used by confidential clients", as some others here. */
export function refusePublic({ type, clientId }: Pick<Application, 'type' | 'clientId'>, grant: string): void {
  if (type === 'confidential') return;
  throw new Refusal('unauthorized_client', `grant_type: ${grant} needs a confidential application`, {
    subject: { clientId },
  }).at(CONFIDENTIAL, 'confidential');
}

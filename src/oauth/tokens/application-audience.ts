import { InvalidTarget } from '../../protocol/refusal.js';
import type { Applications } from '../stores/applications.js';

/**
 * Refuses audiences that are applications, as those that a document describes have a URI for a `client_id`: id_tokens name
 * their application as audience, and an access token for it, which another application asked for, would pass for one.
 * @throws InvalidTarget
 */
export async function refuseApplications(applications: Applications, audience: readonly string[]): Promise<void> {
  for (const name of audience) {
    const fault = await faultOfAudience(applications, name);
    if (fault !== undefined) throw fault;
  }
}

/** Undefined for what is no application. */
export async function faultOfAudience(applications: Applications, name: string): Promise<InvalidTarget | undefined> {
  if ((await applications.byClientId(name)) === undefined) return undefined;
  return new InvalidTarget('resource: is the client_id of an application, for which only id_tokens are');
}

import { isMatched, isOfAnyVersion } from '../../http/if-match.js';
import { Conflict, Refusal } from '../../protocol/refusal.js';
import type { ApplicationRecord } from './application.js';
import type { ApplicationChangeBody } from './applications.dto.js';
import { versionOf } from './applications.presentation.js';

/**
 * Who gives an application something decides in view of what it is: its owner may have widened it since.
 * @throws Refusal unless the application is as it was seen
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.13
 */
export function refuseOtherThanSeen(ifMatch: string | undefined, current: ApplicationRecord): void {
  if (isMatched(ifMatch, versionOf(current))) return;
  const sentence = 'The application was changed meanwhile. Look at it again, and repeat what still applies';
  throw new Refusal('precondition_failed', sentence);
}

/** Refuses to give an administrator's word together with a brand that the named version does not cover. */
export function refuseWordForUnseen(ifMatch: string | undefined, body: ApplicationChangeBody): void {
  const field = body.confirmed === true ? 'confirmed' : 'first_party';
  if (isOfAnyVersion(ifMatch) || body[field] !== true) return;
  const why = 'speaks for a brand whose name and logo the version in If-Match does not cover';
  throw new Conflict(field, `${why}; give the brand first, and then this with the version that it makes`);
}

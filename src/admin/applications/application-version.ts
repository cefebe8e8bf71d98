import { isMatched } from '../../http/if-match.js';
import { Refusal } from '../../protocol/refusal.js';
import type { ApplicationRecord } from './application.js';
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

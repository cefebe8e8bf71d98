/** How pages look for an application: its brand, if it has one. */
import type { Look } from './layout.js';

export abstract class Looks {
  abstract ofApplication(applicationId: string): Promise<Look>;
  /** The colour of a brand, `#rrggbb`; undefined when there is no such brand or it has none. */
  abstract colorOf(slug: string): Promise<string | undefined>;
}

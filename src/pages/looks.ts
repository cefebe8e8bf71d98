import type { Look } from './layout.js';

export interface Branded {
  id: string;
  /** Whether it says more of itself than an administrator saw who gave it a brand. */
  outgrewGifts?: boolean;
}

/** How pages look for an application: its brand, if it has one that its owner may use now or an administrator gave it. */
export abstract class Looks {
  abstract ofApplication(application: Branded): Promise<Look>;
  /** The colour of a brand, `#rrggbb`; undefined when there is no such brand or it has none. */
  abstract colorOf(slug: string): Promise<string | undefined>;
}

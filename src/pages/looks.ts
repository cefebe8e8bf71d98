import type { Look } from './layout.js';

export interface Branded {
  id: string;
  /** Whether its document claims more than an administrator saw who gave it a brand. */
  outgrewGifts?: boolean;
}

/** The brand of an application, if its owner may use one now or an administrator gave it one. */
export abstract class Looks {
  /** The server's own. */
  abstract own(): Look;
  abstract ofApplication(application: Branded): Promise<Look>;
  /** The colour of a brand, `#rrggbb`; undefined when there is no such brand or it has none. */
  abstract colorOf(slug: string): Promise<string | undefined>;
}

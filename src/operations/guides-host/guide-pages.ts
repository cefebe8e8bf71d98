import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { issuerPath } from '../../protocol/own-address.js';

const FILE = fileURLToPath(new URL('../../../dist/guides.json', import.meta.url));
/** The placeholder for the path of the issuer in the built pages; `scripts/build-guides.mjs` writes it. */
const BASE_PLACEHOLDER = '__BASE__';

interface Site {
  hashes: { style: string; script: string };
  /** By their place below `/docs/guides`. */
  pages: Readonly<Record<string, string>>;
}

/** The built guides, read at the first request for one: a server that is never asked does not pay for them. */
@Injectable()
export class GuidePages {
  private readonly base: string;
  private read: Site | undefined;

  constructor({ issuer }: Settings) {
    this.base = issuerPath(issuer);
  }

  /** Undefined for an unknown place, and if the guides were not built. */
  page(place: string): string | undefined {
    const { pages } = this.site();
    return Object.hasOwn(pages, place) ? pages[place]?.replaceAll(BASE_PLACEHOLDER, this.base) : undefined;
  }

  /**
   * The one style and the one script that stand in each page, and nothing else.
   * @see https://www.w3.org/TR/CSP3/#framework-directive-source-list
   */
  policy(): string {
    const { style, script } = this.site().hashes;
    return [
      "default-src 'none'",
      `style-src '${style}'`,
      `script-src '${script}'`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
  }

  private site(): Site {
    this.read ??= existsSync(FILE)
      ? (JSON.parse(readFileSync(FILE, 'utf8')) as Site)
      : { hashes: { style: '', script: '' }, pages: {} };
    return this.read;
  }
}

import type { Children } from '@kitajs/html';
import { issuerPath } from '../protocol/own-address.js';
import { DisplayedName } from './displayed-name.js';

/** The look of a page: an application's brand, or the server's own. */
export interface Look {
  /** Path of the issuer, below which the page finds its own files; empty for none. */
  base: string;
  name: string;
  logoUrl: string | null;
  /** The brand whose colour the style sheet fetches; null: the server's own. */
  slug: string | null;
}

export function ownLook(issuer: string): Look {
  return { base: issuerPath(issuer), name: 'Latchkey', logoUrl: null, slug: null };
}

interface LayoutProps {
  title: string;
  look: Look;
  /** Scripts of ours by name; pages work without them. */
  scripts?: readonly string[];
  /** Automatic redirect: the address and the delay in seconds. */
  next?: { after: number; to: string };
  children: Children;
}

/** A form that is sent here. Texts are escaped: none of them begins like one. */
const HAS_FORM = /<form [^>]*action="\//;

/** A button that decides by a click alone, with nothing to fill in. */
const DECIDES = /<button type="submit" name="(?:decision|choice)"/;

/** The frame of every page: one card, for phones and for dark mode. Forms are sent once, and decide by a deliberate click. */
export function Layout({ title, look, scripts: own = [], next, children }: LayoutProps): string {
  const content = String(children);
  const ofForms = HAS_FORM.test(content) ? ['send-once.js'] : [];
  const ofDecisions = DECIDES.test(content) ? ['deliberate.js'] : [];
  const scripts = [...own, ...ofForms, ...ofDecisions];
  return (
    '<!doctype html>' +
    (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title safe>{`${title} · ${look.name}`}</title>
          {next === undefined ? '' : <meta http-equiv="refresh" content={`${next.after}; url=${next.to}`} />}
          <link rel="stylesheet" href={`${look.base}/pages/style.css`} />
          {look.slug === null ? '' : <link rel="stylesheet" href={`${look.base}/pages/brands/${look.slug}.css`} />}
          {scripts.map((script) => (
            <script src={`${look.base}/pages/${script}`} defer></script>
          ))}
        </head>
        <body>
          <main class="card">
            <header class="brand">
              {look.logoUrl === null ? '' : <img src={look.logoUrl} alt="" width="40" height="40" />}
              <DisplayedName name={look.name} />
            </header>
            {children}
          </main>
        </body>
      </html>
    )
  );
}

import { Layout, type Look } from './layout.js';

/** Where a link leads that was used, has expired, or died with what it was made for. */
export function LinkOverPage({ look, again }: { look: Look; again: string }): string {
  return (
    <Layout title="This link does not work any more" look={look}>
      <h1>This link does not work any more</h1>
      <p role="alert">
        A link works once and for a short time, and not after the password or the address of the account has changed.
      </p>
      <p>
        <a href={again}>Ask for a new link</a>
      </p>
    </Layout>
  ) as string;
}

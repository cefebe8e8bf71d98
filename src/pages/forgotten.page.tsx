import { Layout, type Look } from './layout.js';
import { WayBack } from './way-back.js';

interface ForgottenProps {
  look: Look;
  action: string;
  csrf: string;
  /** Of the request that the person came from; empty: they came of their own accord. */
  ticket: string;
  /** Where the person came from; undefined: from no sign-in. */
  back: string | undefined;
}

/** Where a person asks for a link to set a new password. */
export function ForgottenPage({ look, action, csrf, ticket, back }: ForgottenProps): string {
  return (
    <Layout title="Forgotten your password?" look={look}>
      <h1>Forgotten your password?</h1>
      <p>Tell us your email or user name. We send a link to the address of that account.</p>
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="ticket" value={ticket} />
        <label for="username">Email or user name</label>
        <input
          id="username"
          name="username"
          required
          maxlength={320}
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          autofocus
        />
        <button type="submit" class="primary">
          Send the link
        </button>
      </form>
      <WayBack href={back} />
    </Layout>
  ) as string;
}

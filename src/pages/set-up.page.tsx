import { Layout, type Look } from './layout.js';

interface SetUpProps {
  look: Look;
  action: string;
  csrf: string;
  ticket: string;
  /** The sealed enrolment that the form finishes. */
  enrolment: string;
  /** The secret in the forms in which an app takes it; `svg` is an element without script and style. */
  secret: { typed: string; address: string; svg: string };
  /** Whose second factor it becomes. */
  email: string;
  problem: string | undefined;
}

/** The page that sets an authenticator app up, after the password and before the sign-in is complete. */
export function SetUpPage({ look, action, csrf, ticket, enrolment, secret, email, problem }: SetUpProps): string {
  const safeSvg = secret.svg;
  return (
    <Layout title="Set up a second factor" look={look}>
      <h1>Set up a second factor</h1>
      <p class="lead">
        to sign in as <strong safe>{email}</strong>
      </p>
      <p>
        Signing in here takes a code beside your password. Scan this with an authenticator app on your phone, and enter
        the code that it shows.
      </p>
      <div class="qr" role="img" aria-label="QR code of the secret">
        {safeSvg}
      </div>
      <details>
        <summary>Without a camera</summary>
        <p class="note">
          <a href={secret.address}>Open an app on this device</a>, or type this secret into it:
        </p>
        <p>
          <code class="secret" safe>
            {secret.typed}
          </code>
        </p>
      </details>
      {problem === undefined ? (
        ''
      ) : (
        <p class="problem" role="alert" id="problem" safe>
          {problem}
        </p>
      )}
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="ticket" value={ticket} />
        <input type="hidden" name="enrolment" value={enrolment} />
        <label for="code">Code that the app shows</label>
        <input
          id="code"
          name="code"
          class="code"
          inputmode="numeric"
          required
          maxlength={16}
          autocomplete="one-time-code"
          autofocus
          aria-describedby={problem === undefined ? undefined : 'problem'}
        />
        <button type="submit" class="primary">
          Set it up and sign in
        </button>
      </form>
    </Layout>
  ) as string;
}

import { Layout, type Look } from './layout.js';
import { PASSKEY_SCRIPT, PasskeyForm, type PasskeyOffer } from './passkey-form.js';

interface SetUpProps {
  look: Look;
  action: string;
  csrf: string;
  ticket: string;
  app: {
    /** The sealed enrolment that the form finishes. */
    enrolment: string;
    /** The secret in the forms in which an app takes it; `svg` is an element without script and style. */
    secret: { typed: string; address: string; svg: string };
  };
  /** What makes a passkey; undefined: passkeys are off. */
  passkey: PasskeyOffer | undefined;
  /** Whose second factor it becomes. */
  email: string;
  problem: string | undefined;
}

/** The page that sets an authenticator app or a passkey up, after the password and before the sign-in is complete. */
export function SetUpPage(props: SetUpProps): string {
  const { look, action, csrf, ticket, app, passkey, email, problem } = props;
  const { enrolment, secret } = app;
  const safeSvg = secret.svg;
  return (
    <Layout title="Set up a second factor" look={look} scripts={passkey === undefined ? [] : [PASSKEY_SCRIPT]}>
      <h1>Set up a second factor</h1>
      <p class="lead">
        to sign in as <strong safe>{email}</strong>
      </p>
      <p>Signing in here takes a second factor beside your password.</p>
      {problem === undefined ? (
        ''
      ) : (
        <p class="problem" role="alert" id="problem" safe>
          {problem}
        </p>
      )}
      {passkey === undefined ? (
        ''
      ) : (
        <PasskeyForm
          offer={passkey}
          label="Set up a passkey"
          problem="No passkey was made. Try again, or set up an authenticator app."
        />
      )}
      <h2>With an authenticator app</h2>
      <p>Scan this with the app on your phone, and enter the code that it shows.</p>
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
          aria-describedby={problem === undefined ? undefined : 'problem'}
        />
        <button type="submit" class="primary">
          Set it up and sign in
        </button>
      </form>
    </Layout>
  ) as string;
}

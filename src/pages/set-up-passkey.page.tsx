import { Layout, type Look } from './layout.js';
import { PASSKEY_SCRIPT, PasskeyForm, type PasskeyOffer } from './passkey-form.js';

interface SetUpPasskeyProps {
  look: Look;
  action: string;
  csrf: string;
  ticket: string;
  passkey: PasskeyOffer | undefined;
  /** Whether it may be one that is copied to other devices. */
  mayBeSynced: boolean;
  /** Whose passkey it becomes. */
  email: string;
  problem: string | undefined;
}

/** The page that has a passkey made, where the application takes nothing less. */
export function SetUpPasskeyPage(props: SetUpPasskeyProps): string {
  const { look, action, csrf, ticket, passkey, mayBeSynced, email, problem } = props;
  return (
    <Layout title="Set up a passkey" look={look} scripts={passkey === undefined ? [] : [PASSKEY_SCRIPT]}>
      <h1>Set up a passkey</h1>
      <p class="lead">
        to sign in as <strong safe>{email}</strong>
      </p>
      <p>
        Signing in here takes a passkey: your device asks for your finger, your face or its PIN, and there is nothing to
        type.
      </p>
      {mayBeSynced ? (
        ''
      ) : (
        <p>It must be one that stays on its device, such as a security key. One that is synchronized is not taken.</p>
      )}
      {problem === undefined ? (
        ''
      ) : (
        <p class="problem" role="alert" id="problem" safe>
          {problem}
        </p>
      )}
      <noscript>
        <p>Passkeys need JavaScript. Allow it for this site, and load this page again.</p>
      </noscript>
      {passkey === undefined ? (
        ''
      ) : (
        <PasskeyForm
          offer={passkey}
          label="Set up a passkey"
          problem="No passkey was made. Try again."
          unsupported="Passkeys do not work in this browser. Many apps open pages in a window without them: go back, and sign in with your usual browser."
          primary
        />
      )}
      <form method="post" action={`${action}/decline`}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="ticket" value={ticket} />
        <button type="submit">Go back without one</button>
      </form>
    </Layout>
  ) as string;
}

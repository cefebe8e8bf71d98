import { Layout, type Look } from './layout.js';
import { PASSKEY_SCRIPT, PasskeyForm, type PasskeyOffer } from './passkey-form.js';

interface SecondFactorProps {
  look: Look;
  action: string;
  csrf: string;
  ticket: string;
  /** Whose sign-in it is. */
  email: string;
  /** Whether they have an authenticator app. */
  hasApp: boolean;
  /** Undefined: they have no passkey, or passkeys are off. */
  passkey: PasskeyOffer | undefined;
  /** Whether the box that trusts the browser is ticked. */
  trusts: boolean;
  problem: string | undefined;
  /** Whether it is about a recovery code; otherwise about the code of the app, or a passkey. */
  isOfRecovery: boolean;
}

/** The page that asks for a code or a passkey, after the password. */
export function SecondFactorPage(props: SecondFactorProps): string {
  const { look, action, csrf, ticket, email, hasApp, passkey, trusts, problem, isOfRecovery } = props;
  const describedBy = problem === undefined ? undefined : 'problem';
  const title = hasApp ? 'Enter a code' : 'Use your passkey';
  return (
    <Layout title={title} look={look} scripts={passkey === undefined ? [] : [PASSKEY_SCRIPT]}>
      <h1>{title}</h1>
      <p class="lead">
        to sign in as <strong safe>{email}</strong>
      </p>
      {problem === undefined ? (
        ''
      ) : (
        <p class="problem" role="alert" id="problem" safe>
          {problem}
        </p>
      )}
      {hasApp ? (
        <form method="post" action={action}>
          <input type="hidden" name="csrf" value={csrf} />
          <input type="hidden" name="ticket" value={ticket} />
          <label for="otp">Code of your authenticator app</label>
          <input
            id="otp"
            name="otp"
            class="code"
            inputmode="numeric"
            required
            maxlength={16}
            autocomplete="one-time-code"
            autofocus={!isOfRecovery}
            aria-describedby={isOfRecovery ? undefined : describedBy}
          />
          <TrustBox trusts={trusts} />
          <button type="submit" class="primary">
            Sign in
          </button>
        </form>
      ) : (
        <WithoutApp hasPasskey={passkey !== undefined} />
      )}
      {passkey === undefined ? (
        ''
      ) : (
        <PasskeyForm
          offer={passkey}
          primary={!hasApp}
          focused={!hasApp && !isOfRecovery}
          unsupported={hasApp ? undefined : WITHOUT_PASSKEYS}
        >
          {hasApp ? <input type="hidden" name="trust_browser" /> : <TrustBox trusts={trusts} />}
        </PasskeyForm>
      )}
      <details open={isOfRecovery}>
        <summary>Use a recovery code</summary>
        <form method="post" action={action}>
          <input type="hidden" name="csrf" value={csrf} />
          <input type="hidden" name="ticket" value={ticket} />
          <label for="recovery">One of your recovery codes</label>
          <input
            id="recovery"
            name="otp"
            required
            maxlength={64}
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            autofocus={isOfRecovery}
            aria-describedby={isOfRecovery ? describedBy : undefined}
          />
          <button type="submit">Sign in</button>
        </form>
      </details>
    </Layout>
  ) as string;
}

const WITHOUT_PASSKEYS =
  'Passkeys do not work in this browser. Many apps open pages in a window without them: sign in with your usual browser, or use a recovery code.';

/** In the place of the code, for an account whose second factor is a passkey. */
function WithoutApp({ hasPasskey }: { hasPasskey: boolean }): string {
  if (!hasPasskey) return (<p>Passkeys are off on this server. Use a recovery code.</p>) as string;
  return (
    <noscript>
      <p>Passkeys need JavaScript. Allow it for this site, or use a recovery code.</p>
    </noscript>
  ) as string;
}

/** Beside a code; a passkey of the same page takes what is ticked there. */
function TrustBox({ trusts }: { trusts: boolean }): string {
  return (
    <label class="tick">
      <input type="checkbox" name="trust_browser" value="on" checked={trusts} /> Trust this browser for 30 days
    </label>
  ) as string;
}

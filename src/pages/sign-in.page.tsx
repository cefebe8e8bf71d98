import { type AboutApplication, ApplicationLinks, ApplicationLogo, ApplicationWarnings } from './about-application.js';
import { DisplayedName } from './displayed-name.js';
import { Layout, type Look } from './layout.js';
import { PASSKEY_SCRIPT, PasskeyForm, type PasskeyOffer } from './passkey-form.js';

interface SignInProps {
  look: Look;
  /** The application; undefined: the server itself. */
  applicationName: string | undefined;
  about?: AboutApplication;
  action: string;
  csrf: string;
  ticket: string;
  username: string;
  problem: string | undefined;
  /** Where a new password is asked for. */
  forgotten: string;
  /** Undefined: passkeys are off. */
  passkey: PasskeyOffer | undefined;
}

/** The sign-in page. */
export function SignInPage(props: SignInProps): string {
  const { look, applicationName, about = {}, action, csrf, ticket, username, problem, forgotten, passkey } = props;
  const scripts = ['show-password.js', ...(passkey === undefined ? [] : [PASSKEY_SCRIPT])];
  return (
    <Layout title="Sign in" look={look} scripts={scripts}>
      <h1>Sign in</h1>
      {applicationName === undefined ? (
        ''
      ) : (
        <>
          <p class="lead">
            <ApplicationLogo about={about} />
            to continue to{' '}
            <strong>
              <DisplayedName name={applicationName} />
            </strong>
          </p>
          <ApplicationWarnings name={applicationName} about={about} />
        </>
      )}
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
        <label for="username">Email or user name</label>
        <input
          id="username"
          name="username"
          value={username}
          required
          maxlength={320}
          autocomplete={passkey === undefined ? 'username' : 'username webauthn'}
          autocapitalize="none"
          spellcheck="false"
          autofocus={username === ''}
          aria-describedby={problem === undefined ? undefined : 'problem'}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          required
          maxlength={1024}
          autocomplete="current-password"
          autofocus={username !== ''}
        />
        <button type="button" id="show-password" class="quiet" aria-controls="password" aria-pressed="false" hidden>
          Show password
        </button>
        <button type="submit" class="primary">
          Sign in
        </button>
      </form>
      {passkey === undefined ? (
        ''
      ) : (
        <PasskeyForm offer={passkey}>
          {/* as typed above, for the page that is drawn again after a refusal */}
          <input type="hidden" name="username" />
        </PasskeyForm>
      )}
      <p>
        <a href={forgotten}>Forgotten your password?</a>
      </p>
      <ApplicationLinks about={about} />
    </Layout>
  ) as string;
}

import { Layout, type Look } from './layout.js';

interface SecondFactorProps {
  look: Look;
  action: string;
  csrf: string;
  ticket: string;
  /** Whose sign-in it is. */
  email: string;
  problem: string | undefined;
}

/** The page that asks for a code, after the password. */
export function SecondFactorPage({ look, action, csrf, ticket, email, problem }: SecondFactorProps): string {
  return (
    <Layout title="Enter a code" look={look}>
      <h1>Enter a code</h1>
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
          autofocus
          aria-describedby={problem === undefined ? undefined : 'problem'}
        />
        <button type="submit" class="primary">
          Sign in
        </button>
      </form>
      <details>
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
          />
          <button type="submit">Sign in</button>
        </form>
      </details>
    </Layout>
  ) as string;
}

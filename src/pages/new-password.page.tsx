import { Layout, type Look } from './layout.js';

interface NewPasswordProps {
  look: Look;
  action: string;
  csrf: string;
  token: string;
  /** Of the account that the link is about. */
  email: string;
  /** Whether the account has had a password before. */
  isReset: boolean;
  problem: string | undefined;
}

/** Where the link of a mail leads: a new password, and nothing happens before it is sent. */
export function NewPasswordPage({ look, action, csrf, token, email, isReset, problem }: NewPasswordProps): string {
  return (
    <Layout title="Choose a password" look={look}>
      <h1>Choose a password</h1>
      <p class="lead">
        for <strong safe>{email}</strong>
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
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="username" value={email} autocomplete="username" />
        <label for="new_password">New password</label>
        <input
          id="new_password"
          name="new_password"
          type="password"
          required
          maxlength={1024}
          autocomplete="new-password"
          autofocus
          aria-describedby={problem === undefined ? 'rule' : 'problem'}
        />
        <p class="note" id="rule">
          At least 12 characters; a few words are fine.
        </p>
        <label for="repeated">New password again</label>
        <input id="repeated" name="repeated" type="password" required maxlength={1024} autocomplete="new-password" />
        {isReset ? (
          <label class="tick">
            <input type="checkbox" name="keep" value="on" /> Keep my other sign-ins, sessions and API keys
          </label>
        ) : (
          ''
        )}
        <button type="submit" class="primary">
          Set the password
        </button>
      </form>
    </Layout>
  ) as string;
}

import { Layout, type Look } from './layout.js';

interface NewPasswordProps {
  look: Look;
  action: string;
  csrf: string;
  /** The hidden field that the form is about: the secret of a mail's link, or the ticket of a request. */
  handle: { name: 'token' | 'ticket'; value: string };
  /** Of the account. */
  email: string;
  /** Why one is chosen: the last one was forgotten, there was none yet, or an administrator asks for another. */
  reason: 'reset' | 'invitation' | 'required';
  /** Whether the box is ticked that keeps the rest, which only a reset has. */
  keeps?: boolean;
  problem: string | undefined;
}

/** Where a person chooses a password; nothing happens before the form is sent. */
export function NewPasswordPage(props: NewPasswordProps): string {
  const { look, action, csrf, handle, email, reason, keeps = false, problem } = props;
  return (
    <Layout title="Choose a password" look={look}>
      <h1>Choose a password</h1>
      <p class="lead">
        for <strong safe>{email}</strong>
      </p>
      {reason === 'required' ? (
        <p>An administrator asks you for a new password. Your other sign-ins end when you set it.</p>
      ) : (
        ''
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
        <input type="hidden" name={handle.name} value={handle.value} />
        {/* for password managers alone, which pass over a hidden field */}
        <input
          type="text"
          class="unseen"
          name="username"
          value={email}
          autocomplete="username"
          readonly
          tabindex="-1"
          aria-hidden="true"
        />
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
        {reason === 'reset' ? (
          <label class="tick">
            <input type="checkbox" name="keep" value="on" checked={keeps} /> Keep my other sign-ins, sessions and API
            keys, and what I allowed applications
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

import { Layout, type Look } from './layout.js';

interface PasswordSetProps {
  look: Look;
  /** Undefined: people sign in at their applications alone. */
  signIn: string | undefined;
  ended: boolean;
}

/** Says that the new password is in force. */
export function PasswordSetPage({ look, signIn, ended }: PasswordSetProps): string {
  return (
    <Layout title="Your password is set" look={look}>
      <h1>Your password is set</h1>
      <p role="status">
        {ended
          ? 'All your other sign-ins, sessions and API keys have ended, and applications ask you again for what you allowed them. Sign in with the new password.'
          : 'Sign in with the new password.'}
      </p>
      {signIn === undefined ? (
        <p>Go back to the application that you were on the way to.</p>
      ) : (
        <p>
          <a href={signIn}>Sign in</a>
        </p>
      )}
    </Layout>
  ) as string;
}

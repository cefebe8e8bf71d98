import { Layout, type Look } from './layout.js';

/** Says that the new password is in force. */
export function PasswordSetPage({ look, signIn, ended }: { look: Look; signIn: string; ended: boolean }): string {
  return (
    <Layout title="Your password is set" look={look}>
      <h1>Your password is set</h1>
      <p role="status">
        {ended
          ? 'All your other sign-ins, sessions and API keys have ended. Sign in with the new password.'
          : 'Sign in with the new password.'}
      </p>
      <p>
        <a href={signIn}>Sign in</a>
      </p>
    </Layout>
  ) as string;
}

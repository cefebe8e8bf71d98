import { Changed } from './changed.js';
import { DisplayedName } from './displayed-name.js';
import { Layout, type Look } from './layout.js';

interface SignOutProps {
  look: Look;
  /** The application; undefined: the person opened the page. */
  applicationName: string | undefined;
  accountName: string;
  action: string;
  csrf: string;
  /** Whether its contents have changed since its form was drawn. */
  hasChanged: boolean;
  ticket: string;
}

/** Asks for confirmation of the sign-out. */
export function SignOutPage(props: SignOutProps): string {
  const { look, applicationName, accountName, action, csrf, hasChanged, ticket } = props;
  return (
    <Layout title="Sign out" look={look}>
      <Changed hasChanged={hasChanged} />
      <h1>Sign out?</h1>
      <p class="lead">
        You are signed in as{' '}
        <strong>
          <DisplayedName name={accountName} />
        </strong>
        .
      </p>
      {applicationName === undefined ? (
        ''
      ) : (
        <p>
          <strong>
            <DisplayedName name={applicationName} />
          </strong>{' '}
          asks to sign you out here, and of the other applications you reached from this browser.
        </p>
      )}
      <form method="post" action={action} class="decision">
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="ticket" value={ticket} />
        <button type="submit" name="decision" value="stay">
          Stay signed in
        </button>
        <button type="submit" name="decision" value="sign-out" class="primary">
          Sign out
        </button>
      </form>
    </Layout>
  ) as string;
}

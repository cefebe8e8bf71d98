import { type AboutApplication, ApplicationLinks, ApplicationLogo, ApplicationWarnings } from './about-application.js';
import { Changed } from './changed.js';
import { DisplayedName } from './displayed-name.js';
import { Layout, type Look } from './layout.js';

interface SelectAccountProps {
  look: Look;
  applicationName: string;
  about: AboutApplication;
  /** The account that is signed in. Two accounts may share a name, but not an address. */
  accountName: string;
  email: string;
  accountId: string;
  action: string;
  csrf: string;
  /** Whether its contents have changed since its form was drawn. */
  hasChanged: boolean;
  ticket: string;
}

/** The account selection page. */
export function SelectAccountPage(props: SelectAccountProps): string {
  const { look, applicationName, about, accountName, email, accountId, action, csrf, ticket } = props;
  return (
    <Layout title="Choose an account" look={look}>
      <Changed hasChanged={props.hasChanged} />
      <h1>Choose an account</h1>
      <p class="lead">
        <ApplicationLogo about={about} />
        to continue to{' '}
        <strong>
          <DisplayedName name={applicationName} />
        </strong>
      </p>
      <ApplicationWarnings name={applicationName} about={about} />
      <p id="present">
        You are signed in as{' '}
        <strong>
          <DisplayedName name={accountName} />
        </strong>
        {accountName === email ? '.' : <span safe>{` (${email}).`}</span>}
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="ticket" value={ticket} />
        <input type="hidden" name="account" value={accountId} />
        <button type="submit" name="choice" value="continue" class="primary" aria-describedby="present">
          Continue as <DisplayedName name={accountName} />
        </button>
        <button type="submit" name="choice" value="another">
          Use another account
        </button>
      </form>
      <ApplicationLinks about={about} />
    </Layout>
  ) as string;
}

import { type AboutApplication, ApplicationLinks, ApplicationLogo, ApplicationWarnings } from './about-application.js';
import { AskedScopes, type ReadableScope } from './asked-scopes.js';
import { Changed } from './changed.js';
import { Decision } from './decision.js';
import { DisplayedName } from './displayed-name.js';
import { Layout, type Look } from './layout.js';

interface ConsentProps {
  look: Look;
  applicationName: string;
  about: AboutApplication;
  /** Who is signed in. */
  accountName: string;
  accountId: string;
  scopes: readonly ReadableScope[];
  /** The APIs of the request; none: this server. */
  apis: readonly string[];
  /** The destination of the answer, as shown to a person. */
  returnsTo: string;
  action: string;
  switchAccount: string;
  csrf: string;
  /** Whether its contents have changed since its form was drawn. */
  hasChanged: boolean;
  ticket: string;
}

/** The consent page: the application, the scopes and the destination. */
export function ConsentPage(props: ConsentProps): string {
  const {
    look,
    applicationName,
    about,
    accountName,
    accountId,
    scopes,
    apis,
    returnsTo,
    action,
    switchAccount,
    csrf,
    hasChanged,
    ticket,
  } = props;
  return (
    <Layout title="Allow access" look={look}>
      <Changed hasChanged={hasChanged} />
      <h1>
        <ApplicationLogo about={about} />
        Allow <DisplayedName name={applicationName} />?
      </h1>
      <p class="lead">
        You are signed in as{' '}
        <strong>
          <DisplayedName name={accountName} />
        </strong>
        . <a href={switchAccount}>Use another account</a>
      </p>
      <ApplicationWarnings name={applicationName} about={about} />
      <AskedScopes applicationName={applicationName} scopes={scopes} apis={apis} />
      <p class="note">
        Afterwards you return to <strong safe>{returnsTo}</strong>. Allow this only if you trust it.
      </p>
      <Decision action={action} fields={{ csrf, ticket, account: accountId }} />
      <ApplicationLinks about={about} />
    </Layout>
  ) as string;
}

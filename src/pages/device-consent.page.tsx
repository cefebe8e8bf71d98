import { type AboutApplication, ApplicationWarnings } from './about-application.js';
import { AskedScopes, type ReadableScope } from './asked-scopes.js';
import { Changed } from './changed.js';
import { Decision } from './decision.js';
import { DisplayedName } from './displayed-name.js';
import { Layout, type Look } from './layout.js';

interface DeviceConsentProps {
  look: Look;
  applicationName: string;
  about: AboutApplication;
  accountName: string;
  scopes: readonly ReadableScope[];
  /** The APIs of the request; none: this server. */
  apis: readonly string[];
  /** In the form that the device shows. */
  userCode: string;
  /** The client address of the device. */
  address: string;
  askedAt: Date;
  action: string;
  csrf: string;
  /** Whether its contents have changed since its form was drawn. */
  hasChanged: boolean;
}

/** The consent page of a device: the application, the address of the device, and the code to compare. */
export function DeviceConsentPage(props: DeviceConsentProps): string {
  const { look, applicationName, about, accountName, scopes, apis, userCode, address, askedAt, action, csrf } = props;
  return (
    <Layout title="Allow a device" look={look}>
      <Changed hasChanged={props.hasChanged} />
      <h1>
        Allow <DisplayedName name={applicationName} />?
      </h1>
      <p class="lead">
        You are signed in as{' '}
        <strong>
          <DisplayedName name={accountName} />
        </strong>
        .
      </p>
      <p>
        A device shows the code{' '}
        <strong class="code-shown" safe>
          {userCode}
        </strong>
        . It asked from <strong safe>{address}</strong> at{' '}
        <time datetime={askedAt.toISOString()} safe>
          {`${askedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`}
        </time>
        .
      </p>
      <ApplicationWarnings name={applicationName} about={about} />
      <AskedScopes applicationName={applicationName} scopes={scopes} apis={apis} />
      <p class="note">Allow this only if the device is in front of you and shows this very code.</p>
      <Decision action={action} fields={{ csrf, user_code: userCode }} />
    </Layout>
  ) as string;
}

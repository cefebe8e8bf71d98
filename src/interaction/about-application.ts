import type { Application } from '../oauth/stores/applications.js';
import type { AboutApplication } from '../pages/about-application.js';

/**
 * The metadata of an application that a person is shown. A logo is shown only from the host of the redirect URI: an
 * application could otherwise show the logo of another (OpenID Connect Registration §9.1).
 * @see https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
 */
export function aboutApplication(application: Application, redirectUri?: string): AboutApplication {
  const { logo_uri, client_uri, policy_uri, tos_uri } = application.metadata;
  const isOwn = logo_uri !== undefined && redirectUri !== undefined && isSameHost(logo_uri, redirectUri);
  return {
    unchecked: uncheckedOf(application),
    logo: isOwn ? logo_uri : undefined,
    homepage: client_uri,
    privacyPolicy: policy_uri,
    termsOfService: tos_uri,
  };
}

function uncheckedOf({ describedBy, fromDocument, clientId }: Application): AboutApplication['unchecked'] {
  if (fromDocument === true) return { publishedAt: new URL(clientId).host };
  return describedBy === 'administrator' ? undefined : { by: describedBy };
}

/** A private-use scheme has no host, although one may be written after it (RFC 8252 section 7.1). */
function isSameHost(logo: string, redirectUri: string): boolean {
  const [shown, returned] = [new URL(logo), new URL(redirectUri)];
  return shown.protocol === 'https:' && returned.protocol === 'https:' && shown.host === returned.host;
}

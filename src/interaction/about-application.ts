import type { Application } from '../oauth/stores/applications.js';
import type { AboutApplication } from '../pages/about-application.js';

/**
 * What a person is shown of an application's own metadata. A logo only from the very host the person returns to: an
 * application could show somebody else's otherwise (OpenID Connect Registration §9.1).
 * @see https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
 */
export function aboutApplication({ metadata }: Application, redirectUri?: string): AboutApplication {
  const { logo_uri, client_uri, policy_uri, tos_uri } = metadata;
  const isOwn = logo_uri !== undefined && redirectUri !== undefined && isSameHost(logo_uri, redirectUri);
  return {
    logo: isOwn ? logo_uri : undefined,
    homepage: client_uri,
    privacyPolicy: policy_uri,
    termsOfService: tos_uri,
  };
}

function isSameHost(logo: string, redirectUri: string): boolean {
  const { protocol, host } = new URL(logo);
  return protocol === 'https:' && host === new URL(redirectUri).host;
}

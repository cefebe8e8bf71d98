import { withParameters } from '../../protocol/redirect-uri.js';
import type { ReturnAddress } from './authorization-request.js';

/** An authorization response, sent to the client through the browser. */
export interface AuthorizationResponse {
  redirectUri: string;
  responseMode: ReturnAddress['responseMode'];
  parameters: Record<string, string>;
}

/** RFC 9207 §2: "the authorization server MUST include the iss parameter in the authorization response", errors included. */
export function responseTo(
  address: ReturnAddress,
  issuer: string,
  answer: Record<string, string>,
): AuthorizationResponse {
  const { redirectUri, responseMode, state } = address;
  const parameters = { ...answer, ...(state === undefined ? {} : { state }), iss: issuer };
  return { redirectUri, responseMode, parameters };
}

/** The redirect address for `query` and `fragment`. */
export function locationOf({ redirectUri, responseMode, parameters }: AuthorizationResponse): string {
  if (responseMode === 'fragment') return `${redirectUri}#${new URLSearchParams(parameters).toString()}`;
  return withParameters(redirectUri, parameters);
}

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { InvalidRequest } from '../../protocol/refusal.js';

/** Characters of a credential as `PublicKeyCredential.toJSON()` gives it. */
export const MAX_CREDENTIAL = 16_384;
/** Characters of base64url; WebAuthn allows 1023 bytes. */
const MAX_ID = 1364;
const BASE64URL = /^[\w-]+$/;

/** What a browser answers where it is asked for a passkey. @throws InvalidRequest for anything else */
export function readAssertion(given: unknown): AuthenticationResponseJSON {
  const { id, response } = readCredential(given);
  const [clientDataJSON, authenticatorData, signature] = ['clientDataJSON', 'authenticatorData', 'signature'].map(
    (name) => readPart(response, name),
  ) as [string, string, string];
  const { userHandle } = response;
  return {
    ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
    response: {
      ...{ clientDataJSON, authenticatorData, signature },
      ...(typeof userHandle === 'string' && userHandle !== '' && { userHandle: readPart(response, 'userHandle') }),
    },
  };
}

/** What a browser answers where it has made a passkey. @throws InvalidRequest for anything else */
export function readRegistration(given: unknown): RegistrationResponseJSON {
  const { id, response } = readCredential(given);
  const [clientDataJSON, attestationObject] = ['clientDataJSON', 'attestationObject'].map((name) =>
    readPart(response, name),
  ) as [string, string];
  const transports = Array.isArray(response.transports) ? response.transports : [];
  return {
    ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
    response: { clientDataJSON, attestationObject, transports: transports.filter(isTransport).slice(0, 8) },
  };
}

type Transports = NonNullable<RegistrationResponseJSON['response']['transports']>;

/** Future ones are kept too: a browser ignores those that it does not know. */
function isTransport(given: unknown): given is Transports[number] {
  return typeof given === 'string' && /^[a-z-]{1,16}$/.test(given);
}

function readCredential(given: unknown): { id: string; response: Record<string, unknown> } {
  if (!isRecord(given) || given.type !== 'public-key' || !isRecord(given.response)) throw malformed();
  const { id, rawId, response } = given;
  if (typeof id !== 'string' || id !== rawId || id.length > MAX_ID || !BASE64URL.test(id)) throw malformed();
  return { id, response };
}

function readPart(response: Record<string, unknown>, name: string): string {
  const part = response[name];
  if (typeof part !== 'string' || part.length > MAX_CREDENTIAL || !BASE64URL.test(part)) throw malformed();
  return part;
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null;
}

function malformed(): InvalidRequest {
  return InvalidRequest.field('passkey', 'is not a credential; send the one that PublicKeyCredential.toJSON() gives');
}

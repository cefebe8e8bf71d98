import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { answerOf, api } from './client';
import type { FreshProof, NewPasskey } from './resources';
import { type TrustChoice, trustOf } from './second-step';
import { postToSession } from './session';

type Assertion = NonNullable<FreshProof['passkey']>;
type Created = NewPasskey['passkey'];

/** The person would rather not, or has no passkey here. */
export class NoPasskey extends Error {}

/** Asks whether this browser and this server have passkeys. */
export const CAN_USE_PASSKEYS = {
  queryKey: ['can use passkeys'],
  queryFn: async () => browserSupportsWebAuthn() && (await signInOptions()) !== null,
  staleTime: Infinity,
  retry: false,
};

/** Signs in by a passkey: in place of the password, or after it, with what was chosen there. */
export async function signInByPasskey(second?: TrustChoice): Promise<void> {
  const options = await signInOptions();
  if (options === null) throw new NoPasskey('This server has no passkeys.');
  const passkey = await asked(() => startAuthentication({ optionsJSON: options }));
  const body = { passkey: JSON.stringify(passkey) };
  if (second === undefined) await postToSession('/passkey', body);
  else await postToSession('/passkey/second-factor', { ...body, ...trustOf(second) });
}

/** As `signInByPasskey`, by the autofill of the user name: it waits until the person takes one. False: they never did. */
export async function signInByAutofill(): Promise<boolean> {
  if (!(await browserSupportsWebAuthnAutofill())) return false;
  const options = await signInOptions();
  if (options === null) return false;
  const passkey = await startAuthentication({ optionsJSON: options, useBrowserAutofill: true }).catch(() => undefined);
  if (passkey === undefined) return false;
  await postToSession('/passkey', { passkey: JSON.stringify(passkey) });
  return true;
}

export function stopAskingForPasskeys(): void {
  WebAuthnAbortService.cancelCeremony();
}

/** A fresh proof of the person who is signed in. */
export async function proofByPasskey(): Promise<Assertion> {
  const { options } = await answerOf(api.POST('/api/v1/users/me/passkeys/proof'));
  return asked(() => startAuthentication({ optionsJSON: options as never }));
}

/** Has the browser make a passkey. */
export function makePasskey(options: Record<string, unknown>): Promise<Created> {
  return asked(() => startRegistration({ optionsJSON: options as never }));
}

async function signInOptions(): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const answer = (await postToSession('/passkey/challenge', {})) as {
    options: PublicKeyCredentialRequestOptionsJSON | null;
  };
  return answer.options;
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') {
      throw new NoPasskey('This device has a passkey of your account already.');
    }
    if (error instanceof Error && error.name === 'SecurityError') throw new NoPasskey(elsewhere());
    throw new NoPasskey('No passkey was used. Try again, or choose another way.');
  }
}

function elsewhere(): string {
  return `Passkeys do not work at ${location.host}. Open the console at the address of the server.`;
}

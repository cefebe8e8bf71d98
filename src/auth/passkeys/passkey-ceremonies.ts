import { Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import type { Account } from '../../oauth/stores/accounts.js';
import type { Origin } from '../../protocol/origin.js';
import { handleOf } from './user-handle.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import type { NewPasskey, Passkey, PasskeyDescriptor } from './passkeys.js';
import { RelyingParty } from './relying-party.js';

/** ES256, EdDSA, RS256 (COSE). */
const ALGORITHMS = [-7, -8, -257];
/** Milliseconds that a browser may wait for the person. */
const TIMEOUT = 300_000;
/** Bytes of a COSE key: one of RSA with 4096 bits has 530. */
const MAX_PUBLIC_KEY = 600;

/** A genuine signature of a passkey, for this purpose. */
interface Asserted {
  counter: number;
  backedUp: boolean;
}

/** Why a response does not hold; for the log and the audit trail only. */
export class PasskeyFault extends Error {}

/**
 * The ceremonies of WebAuthn. A response holds for the purpose of its challenge alone, once, from a page of this server.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-rp-operations
 */
@Injectable()
export class PasskeyCeremonies {
  constructor(
    private readonly party: RelyingParty,
    private readonly challenges: PasskeyChallenges,
  ) {}

  /** What a browser is asked with. `allowed`: none but these; empty: any passkey of this server. */
  requestOptions(
    purpose: string,
    allowed: readonly PasskeyDescriptor[] = [],
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({
      rpID: this.party.required().id,
      challenge: this.challenges.make(purpose),
      timeout: TIMEOUT,
      userVerification: 'required',
      allowCredentials: allowed.map(asDescriptor),
    });
  }

  creationOptions(
    purpose: string,
    { id, email, name }: Account,
    existing: readonly PasskeyDescriptor[],
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { id: rpID } = this.party.required();
    return generateRegistrationOptions({
      ...{ rpID, rpName: rpID, userID: handleOf(id), userName: email, userDisplayName: name ?? email },
      challenge: this.challenges.make(purpose),
      timeout: TIMEOUT,
      attestationType: 'none',
      excludeCredentials: existing.map(asDescriptor),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  /** @throws PasskeyFault */
  async assertion(
    response: AuthenticationResponseJSON,
    { userId, publicKey, counter, deviceBound }: Passkey,
    purpose: string,
    origin: Origin,
  ): Promise<Asserted> {
    const { userHandle, clientDataJSON } = response.response;
    if (userHandle !== undefined && userHandle !== isoBase64URL.fromBuffer(handleOf(userId))) {
      throw new PasskeyFault('the user handle is of another account');
    }
    const { verified, authenticationInfo: info } = await this.attempt(clientDataJSON, purpose, (expected) =>
      verifyAuthenticationResponse({ response, ...expected, credential: { id: response.id, publicKey, counter } }),
    );
    if (!verified) throw new PasskeyFault('the signature is wrong');
    // WebAuthn §7.2, step 20: whether a key may be backed up never changes
    if ((info.credentialDeviceType === 'singleDevice') !== deviceBound) {
      throw new PasskeyFault('the key says that it may be backed up, and said before that it may not, or the reverse');
    }
    await this.useUp(clientDataJSON, origin);
    return { counter: info.newCounter, backedUp: info.credentialBackedUp };
  }

  /** @throws PasskeyFault */
  async registration(
    response: RegistrationResponseJSON,
    purpose: string,
    origin: Origin,
  ): Promise<Omit<NewPasskey, 'userId' | 'epoch' | 'proofEpoch' | 'name'>> {
    const { clientDataJSON, transports = [] } = response.response;
    const { verified, registrationInfo: info } = await this.attempt(clientDataJSON, purpose, (expected) =>
      verifyRegistrationResponse({
        response: withoutAttestation(response),
        ...expected,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (!verified) throw new PasskeyFault('the registration does not hold');
    const { credential, credentialDeviceType, credentialBackedUp: backedUp, aaguid } = info;
    const { id, publicKey, counter } = credential;
    if (id !== response.id) throw new PasskeyFault('the credential names another one');
    if (publicKey.length > MAX_PUBLIC_KEY) throw new PasskeyFault('the public key is too long');
    await this.useUp(clientDataJSON, origin);
    const deviceBound = credentialDeviceType === 'singleDevice';
    return { credentialId: isoBase64URL.toBuffer(id), publicKey, counter, transports, deviceBound, backedUp, aaguid };
  }

  /** The library throws for most of what it refuses, and for all that it cannot read. */
  private async attempt<T>(
    clientDataJSON: string,
    purpose: string,
    verify: (expected: {
      expectedChallenge: (challenge: string) => boolean;
      expectedOrigin: string;
      expectedRPID: string;
      requireUserVerification: true;
    }) => Promise<T>,
  ): Promise<T> {
    const { id: expectedRPID, origin: expectedOrigin } = this.party.required();
    try {
      if (decodeClientDataJSON(clientDataJSON).crossOrigin === true)
        throw new Error('asked for in a frame of another site');
      return await verify({
        expectedChallenge: (challenge) => this.challenges.holds(challenge, purpose),
        ...{ expectedOrigin, expectedRPID, requireUserVerification: true },
      });
    } catch (cause) {
      throw new PasskeyFault(cause instanceof Error ? cause.message : 'the response cannot be read', { cause });
    }
  }

  private async useUp(clientDataJSON: string, origin: Origin): Promise<void> {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    if (!(await this.challenges.use(challenge, origin))) throw new PasskeyFault('the challenge was answered before');
  }
}

/**
 * None is asked for and none is believed: a statement that came all the same is dropped unread, as its certificates may
 * name addresses that would be fetched.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-none-attestation
 */
function withoutAttestation(response: RegistrationResponseJSON): RegistrationResponseJSON {
  const { attestationObject } = response.response;
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData');
  const none = isoCBOR.encode(
    new Map<string, never>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ] as never),
  );
  return { ...response, response: { ...response.response, attestationObject: isoBase64URL.fromBuffer(none) } };
}

function asDescriptor({ id, transports }: PasskeyDescriptor) {
  return { id, transports: [...transports] as never };
}

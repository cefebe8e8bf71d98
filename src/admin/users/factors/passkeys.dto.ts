import { MAX_CREDENTIAL } from '../../../auth/passkeys/passkey-responses.js';
import { Field, Fields } from '../../../fields/field.js';
import { flag, list, members, object, text, timestamp, uuid } from '../../../fields/kinds.js';
import { displayedName } from '../../../protocol/displayed-text.js';

const NAME = { description: 'Tells its owner which one it is, such as `Laptop`.' } as const;
const part = text({ max: MAX_CREDENTIAL });

@Fields({ open: true })
class AssertionResponseBody {
  @Field(part) clientDataJSON!: string;
  @Field(part) authenticatorData!: string;
  @Field(part) signature!: string;
  @Field(part, { optional: true, nullable: true }) userHandle?: string | null;
}

@Fields({ open: true, description: 'What `navigator.credentials.get()` gave, as its `toJSON()` shows it.' })
export class AssertionBody {
  @Field(part) id!: string;
  @Field(part) rawId!: string;
  @Field(part) type!: string;
  @Field(object(AssertionResponseBody)) response!: AssertionResponseBody;
}

/** A passkey as a fresh proof. */
export const PASSKEY_PROOF = {
  optional: true,
  description: 'An answer to the challenge of `POST users/me/passkeys/proof`, in place of all other proofs.',
} as const;

@Fields({ open: true })
class AttestationResponseBody {
  @Field(part) clientDataJSON!: string;
  @Field(part) attestationObject!: string;
  @Field(list(text()), { optional: true }) transports?: string[];
}

@Fields({ open: true, description: 'What `navigator.credentials.create()` gave, as its `toJSON()` shows it.' })
class CreatedCredentialBody {
  @Field(part) id!: string;
  @Field(part) rawId!: string;
  @Field(part) type!: string;
  @Field(object(AttestationResponseBody)) response!: AttestationResponseBody;
}

export class NewPasskeyBody {
  @Field(displayedName(64), NAME) name!: string;
  @Field(object(CreatedCredentialBody)) passkey!: CreatedCredentialBody;
}

export class PasskeyNameBody {
  @Field(displayedName(64), NAME) name!: string;
}

export class PasskeyOptionsResource {
  @Field(members, { description: 'As WebAuthn names them, in JSON. The challenge is good for ten minutes, once.' })
  options!: Record<string, unknown>;
}

export class PasskeyResource {
  @Field(uuid) id!: string;
  @Field(text(), NAME) name!: string;
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true }) last_used_at!: string | null;

  @Field(flag, { description: 'Whether the key cannot leave its device, as the authenticator says.' })
  device_bound!: boolean;
}

export class RegisteredPasskeyResource {
  @Field(object(PasskeyResource)) passkey!: PasskeyResource;

  @Field(list(text()), {
    nullable: true,
    description: 'Of an account that had none: each works once, and they are shown this once.',
  })
  recovery_codes!: string[] | null;
}

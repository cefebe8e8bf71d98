import { type Creation, CREATIONS } from '../../access/creations.js';
import { Field, omitting } from '../../fields/field.js';
import { type Kind, rule } from '../../fields/kind.js';
import { flag, integer, list, object, oneOf, ruledText, text, timestamp, uuid } from '../../fields/kinds.js';
import { displayedName } from '../../protocol/displayed-text.js';
import { textFault } from '../../protocol/plain-text.js';
import { Profile } from '../../protocol/profile.js';
import { typedCode } from '../../protocol/typed-code.js';
import { AssertionBody, PASSKEY_PROOF } from './factors/passkeys.dto.js';
import { newPassword } from './new-password.js';
import { RemainingResource } from './remaining-credentials.dto.js';
import type { UserRecord } from './user.js';

const EMAIL = /^[^\s@\p{C}<>()[\]\\,;:"]{1,64}@[^\s@\p{C}<>()[\]\\,;:"]{1,189}$/u;
const NAME = /^[a-z0-9._-]{3,64}$/;
const ROLES = ['admin', 'member'] as const;
const OPTIONAL = { optional: true } as const;

export type Role = (typeof ROLES)[number];

const email = ruledText(
  (given) =>
    EMAIL.test(given) && textFault(given) === undefined
      ? undefined
      : 'must be an e-mail address, such as you@example.com',
  { pattern: EMAIL.source, example: 'ada@example.com' },
  (given) => given.normalize('NFC').trim().toLowerCase(),
);
const username = ruledText(
  (given) => (NAME.test(given) ? undefined : 'must have 3 to 64 of the characters a-z, 0-9, ".", "_" and "-"'),
  { pattern: NAME.source },
  (given) => given.toLowerCase(),
);
const USERNAME = {
  optional: true,
  nullable: true,
  description: 'Signs in as well as the e-mail address does. In lower case; unique.',
  example: 'ada',
} as const;
const CHANGE_REQUIRED = {
  description:
    'Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do.',
} as const;
const PERSON = { optional: true, nullable: true, example: 'Ada Lovelace' } as const;
const PROFILE = {
  description:
    'What applications may be told beyond that, by the claims of OpenID Connect. A change replaces all of it.',
  example: { given_name: 'Ada', family_name: 'Lovelace', locale: 'en-GB' },
} as const;
const mailedCode = ruledText(
  (code) => (/^\d{6}$/.test(code) ? undefined : 'must be the six digits of the mail'),
  {},
  typedCode,
);
export const role = oneOf(ROLES, 'must be admin or member');
const VERIFIED = {
  description: "Whether the address was proved to be this person's. A changed address is unproved again.",
} as const;
/** What a change may say of a pending address: a request that is withdrawn or turned down. */
const noAddress: Kind<never> = {
  schema: { type: 'string' },
  checks: (each) => [rule(() => 'may only be null, which drops the pending address', each)],
};
const PENDING = {
  optional: true,
  nullable: true,
  description: 'Null drops the pending address; nothing else may be said of it.',
} as const;

export class NewUserBody {
  @Field(email, { description: 'In lower case; unique.' }) email!: string;
  @Field(flag, VERIFIED) email_verified = false;
  @Field(newPassword, { ...OPTIONAL, description: 'Required unless the person is invited.' }) password?: string;
  @Field(username, USERNAME) username?: string | null;
  @Field(displayedName(200), PERSON) name?: string | null;
  @Field(object(Profile), PROFILE) profile: Profile = {};
  @Field(role) role: Role = 'member';

  @Field(flag, { description: 'Mails the person a link to choose a password, in place of one that is set here.' })
  invite = false;

  @Field(flag, CHANGE_REQUIRED) password_change_required = false;
}

export class UserChangeBody {
  @Field(email, { ...OPTIONAL, description: 'Given the `pending_email`, confirms it. In lower case; unique.' })
  email?: string;

  @Field(flag, { ...OPTIONAL, ...VERIFIED }) email_verified?: boolean;
  @Field(noAddress, PENDING) pending_email?: null;
  @Field(username, USERNAME) username?: string | null;
  @Field(displayedName(200), PERSON) name?: string | null;
  @Field(object(Profile), { ...OPTIONAL, ...PROFILE }) profile?: Profile;

  @Field(role, { ...OPTIONAL, description: 'Another role ends all sign-ins, sessions, API keys and consents.' })
  role?: Role;

  @Field(flag, { ...OPTIONAL, description: 'Disabling ends all sign-ins, sessions, API keys and consents.' })
  disabled?: boolean;

  @Field(newPassword, { ...OPTIONAL, description: 'A reset. Ends all sign-ins, sessions, API keys and consents.' })
  password?: string;

  @Field(flag, { ...OPTIONAL, ...CHANGE_REQUIRED }) password_change_required?: boolean;
}

export class PasswordMailBody {
  @Field(oneOf(['reset', 'invitation'], 'must be reset or invitation'), {
    description: '`reset`: good for 30 minutes; `invitation`: for seven days, for who has no password yet.',
  })
  kind: 'reset' | 'invitation' = 'reset';
}

class MyProfile extends omitting(Profile, 'phone_number_verified') {}

export class MyAccountBody {
  @Field(email, {
    ...OPTIONAL,
    description:
      'Needs `current_password` or `passkey`. Another address stays pending, and the old one in force, until the person proves it by what is mailed to it, or an administrator confirms it.',
  })
  email?: string;

  @Field(text({ format: 'password' }), {
    ...OPTIONAL,
    description: 'Needed to change the e-mail address, unless there is a `passkey`.',
  })
  current_password?: string;

  @Field(object(AssertionBody), PASSKEY_PROOF) passkey?: AssertionBody;
  @Field(noAddress, PENDING) pending_email?: null;
  @Field(username, USERNAME) username?: string | null;
  @Field(displayedName(200), PERSON) name?: string | null;
  @Field(object(MyProfile), { ...OPTIONAL, description: 'Replaces all of it.' }) profile?: MyProfile;
}

export class AddressCodeBody {
  @Field(mailedCode, { example: '271828' })
  code!: string;
}

export class MyPasswordBody {
  @Field(text({ format: 'password' }), { ...OPTIONAL, description: 'The present one. Required without `passkey`.' })
  current_password?: string;

  @Field(object(AssertionBody), PASSKEY_PROOF) passkey?: AssertionBody;

  @Field(newPassword, { description: 'At least 12 characters, or one that is hard to guess; no common password.' })
  new_password!: string;
}

export class UserResource {
  @Field(uuid) id!: string;
  @Field(integer(), { description: 'The number that `/auth/login` answers as `client_id`.' }) account_number!: number;
  @Field(text()) email!: string;
  @Field(flag, VERIFIED) email_verified!: boolean;

  @Field(flag, {
    ...OPTIONAL,
    description:
      'True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it.',
  })
  email_self_given?: boolean;

  @Field(text(), {
    ...OPTIONAL,
    description: 'The address that the person asked for. Not in force, and told to no application.',
  })
  pending_email?: string;

  @Field(text(), { nullable: true }) username!: string | null;
  @Field(text(), { nullable: true }) name!: string | null;
  @Field(object(Profile)) profile!: Profile;
  @Field(role) role!: Role;
  @Field(flag) disabled!: boolean;
  @Field(flag, CHANGE_REQUIRED) password_change_required!: boolean;
  @Field(timestamp) created_at!: string;
  @Field(timestamp) updated_at!: string;
}

export class ChangedPasswordResource extends UserResource {
  @Field(object(RemainingResource)) remaining!: RemainingResource;
}

export class MyAccountResource extends UserResource {
  @Field(list(oneOf(CREATIONS)), { description: 'What you may create here: the setting `DEVELOPERS` says who may.' })
  can_create!: Creation[];
}

/** `remaining` stands in the answer of a reset, and of one that sets the role. */
export class ChangedUserResource extends UserResource {
  @Field(object(RemainingResource), OPTIONAL) remaining?: RemainingResource;
}

export function presentUser(user: UserRecord): UserResource {
  return {
    id: user.id,
    account_number: user.accountNumber,
    email: user.email,
    email_verified: user.emailVerified,
    ...(user.emailSelfGiven && { email_self_given: true }),
    ...(user.pendingEmail !== null && { pending_email: user.pendingEmail }),
    username: user.username,
    name: user.name,
    profile: user.profile,
    role: user.role,
    disabled: user.disabled,
    password_change_required: user.passwordChangeRequired,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}

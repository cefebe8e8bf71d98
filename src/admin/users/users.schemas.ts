import { z } from 'zod';
import { pageQuery } from '../../http/page.js';
import { displayedName } from '../../protocol/displayed-text.js';
import { textFault } from '../../protocol/plain-text.js';
import { profileSchema } from '../../protocol/profile.js';
import { newPassword } from './new-password.js';
import { remainingResource } from './remaining-credentials.schemas.js';
import type { UserRecord } from './user.js';

const EMAIL = /^[^\s@\p{C}<>()[\]\\,;:"]{1,64}@[^\s@\p{C}<>()[\]\\,;:"]{1,189}$/u;

const NO_ADDRESS = 'must be an e-mail address, such as you@example.com';

const email = z
  .string('must be a string')
  .normalize('NFC')
  .toLowerCase()
  .regex(EMAIL, { error: NO_ADDRESS, abort: true })
  .refine((text) => textFault(text) === undefined, NO_ADDRESS)
  .meta({ description: 'In lower case; unique.', examples: ['ada@example.com'] });

const username = z
  .string('must be a string')
  .toLowerCase()
  .regex(/^[a-z0-9._-]{3,64}$/, 'must have 3 to 64 of the characters a-z, 0-9, ".", "_" and "-"')
  .nullable()
  .meta({ description: 'Signs in as well as the e-mail address does. In lower case; unique.', examples: ['ada'] });

const name = displayedName(200)
  .nullable()
  .meta({ examples: ['Ada Lovelace'] });
const profile = profileSchema.meta({
  description:
    'What applications may be told beyond that, by the claims of OpenID Connect. A change replaces all of it.',
  examples: [{ given_name: 'Ada', family_name: 'Lovelace', locale: 'en-GB' }],
});
const role = z.enum(['admin', 'member'], 'must be admin or member');
const emailVerified = z
  .boolean('must be true or false')
  .meta({ description: "Whether the address was proved to be this person's. A changed address is unproved again." });
/** What a change may say of a pending address: a request that is withdrawn or turned down. */
const noPendingEmail = z
  .string('may only be null, which drops the pending address')
  .nullable()
  .refine((address) => address === null, 'may only be null, which drops the pending address')
  .meta({ description: 'Null drops the pending address; nothing else may be said of it.' });
const disabled = z.boolean('must be true or false');

export const newUserBody = z.strictObject({
  email,
  email_verified: emailVerified.default(false),
  password: newPassword.optional().meta({ description: 'Required unless the person is invited.' }),
  invite: z
    .boolean('must be true or false')
    .default(false)
    .meta({ description: 'Mails the person a link to choose a password, in place of one that is set here.' }),
  username: username.optional(),
  name: name.optional(),
  profile: profile.default({}),
  role: role.default('member'),
});

export const passwordMailBody = z.strictObject({
  kind: z
    .enum(['reset', 'invitation'], 'must be reset or invitation')
    .default('reset')
    .meta({ description: '`reset`: good for 30 minutes; `invitation`: for seven days, for who has no password yet.' }),
});

/** The mail is in the outbox. */
export const mailedResource = z.strictObject({});

export const userChangeBody = z.strictObject({
  email: email.optional().meta({ description: 'Given the `pending_email`, confirms it. In lower case; unique.' }),
  email_verified: emailVerified.optional(),
  pending_email: noPendingEmail.optional(),
  username: username.optional(),
  name: name.optional(),
  profile: profile.optional(),
  role: role.optional().meta({ description: 'Another role ends all sign-ins, sessions and API keys.' }),
  disabled: disabled.optional().meta({ description: 'Disabling ends all sign-ins, sessions and API keys.' }),
  password: newPassword.optional().meta({ description: 'A reset. Ends all sign-ins, sessions and API keys.' }),
});

export const myAccountBody = z.strictObject({
  email: email.optional().meta({
    description:
      'Needs `current_password`. Another address stays pending, and the old one in force, until an administrator confirms it.',
  }),
  current_password: z
    .string('must be a string')
    .optional()
    .meta({ description: 'Needed to change the e-mail address.', format: 'password' }),
  pending_email: noPendingEmail.optional(),
  username: username.optional(),
  name: name.optional(),
  profile: profileSchema.omit({ phone_number_verified: true }).optional().meta({ description: 'Replaces all of it.' }),
});

export const myPasswordBody = z.strictObject({
  current_password: z.string('must be a string').meta({ format: 'password' }),
  new_password: newPassword.meta({
    description: 'At least 12 characters, or one that is hard to guess; no common password.',
  }),
});

export const userListQuery = pageQuery.extend({
  q: z.string().min(1).max(200).optional().meta({ description: 'Part of the e-mail address, user name or name.' }),
  role: role.optional(),
  disabled: z.enum(['true', 'false'], 'must be true or false').optional(),
});

export const userResource = z.object({
  id: z.uuid(),
  account_number: z.int().meta({ description: 'The number that `/auth/login` answers as `client_id`.' }),
  email: z.string(),
  email_verified: emailVerified,
  email_self_given: z.boolean().optional().meta({
    description:
      'True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it.',
  }),
  pending_email: z
    .string()
    .optional()
    .meta({ description: 'The address that the person asked for. Not in force, and told to no application.' }),
  username: z.string().nullable(),
  name: z.string().nullable(),
  profile: profileSchema,
  role,
  disabled,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const changedPasswordResource = userResource.extend({ remaining: remainingResource });

/** `remaining` stands in the answer of a reset, and of one that sets the role. */
export const changedUserResource = userResource.extend({ remaining: remainingResource.optional() });

export const userPage = z.object({ data: z.array(userResource), next_cursor: z.string().nullable() });

export type NewUserBody = z.infer<typeof newUserBody>;
export type PasswordMailBody = z.infer<typeof passwordMailBody>;
export type UserChangeBody = z.infer<typeof userChangeBody>;
export type MyAccountBody = z.infer<typeof myAccountBody>;
export type MyPasswordBody = z.infer<typeof myPasswordBody>;
export type UserListQuery = z.infer<typeof userListQuery>;
export type ChangedUserResource = z.infer<typeof changedUserResource>;
export type UserResource = z.infer<typeof userResource>;

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
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}

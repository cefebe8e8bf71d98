import { Field } from '../../fields/field.js';
import { list, oneOf, text, timestamp } from '../../fields/kinds.js';
import { PageOf, SortedPageQuery } from '../../http/page.js';
import type { ListedUser } from './user.js';
import { presentUser, type Role, role, UserResource } from './users.dto.js';

export class UserListQuery extends SortedPageQuery {
  @Field(text({ min: 1, max: 200 }), {
    optional: true,
    description: 'Part of the e-mail address, user name or name, or of an address the person had before.',
  })
  q?: string;

  @Field(text({ min: 1, max: 320 }), {
    optional: true,
    description: 'The present e-mail address or user name, in full: finds one account at most.',
  })
  login?: string;

  @Field(role, { optional: true }) role?: Role;
  @Field(oneOf(['true', 'false'], 'must be true or false'), { optional: true }) disabled?: 'true' | 'false';
  @Field(oneOf(['newest', 'email', 'last_sign_in'], 'must be newest, email or last_sign_in'))
  sort: 'newest' | 'email' | 'last_sign_in' = 'newest';
}

export class ListedUserResource extends UserResource {
  @Field(list(text()), { description: 'What the person can prove beside the password.', example: ['otp'] })
  second_factors!: string[];

  @Field(timestamp, { nullable: true, description: 'To a day. Null: never.' }) last_sign_in_at!: string | null;

  @Field(list(text()), {
    description:
      'Addresses the person had before, the last one first; kept for `AUDIT_RETENTION_DAYS`, twenty at most.',
  })
  former_emails!: string[];
}

export class UserPage extends PageOf(ListedUserResource) {}

export function presentListedUser(user: ListedUser): ListedUserResource {
  return Object.assign(presentUser(user), {
    second_factors: user.secondFactors,
    last_sign_in_at: user.lastSignInAt?.toISOString() ?? null,
    former_emails: user.formerEmails,
  });
}

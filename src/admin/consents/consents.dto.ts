import { Field, Fields } from '../../fields/field.js';
import { described } from '../../fields/kind.js';
import { list, object, text, timestamp, uuid } from '../../fields/kinds.js';
import { AnyQuery, PageOf, PageQuery } from '../../http/page.js';
import { plainText } from '../../http/plain-text.js';
import { resourceId } from '../../http/resource-id.js';
import type { ConsentRecord } from './consent.js';

const MAX_CLIENT_ID = 256;
const USER = { optional: true, description: "Admins: this user's. Without it: the caller's own." } as const;

export const clientId = described(plainText(MAX_CLIENT_ID), { description: 'The `client_id`.' });

export class ConsentListQuery extends PageQuery {
  @Field(resourceId, USER) user_id?: string;

  @Field(clientId, {
    optional: true,
    description: "For its owner and admins: everyone's to this application. For others: their own.",
  })
  client_id?: string;
}

export class ConsentEndingQuery extends AnyQuery {
  @Field(resourceId, USER) user_id?: string;
}

class ConsentingUser {
  @Field(text(), {
    description:
      'What the application calls the person: the `sub` of its tokens. Where that is pairwise for a host, and no tokens of the person came to the application yet, its owner sees another name, of this list alone.',
  })
  sub!: string;

  @Field(uuid, { nullable: true, description: "Null for the application's owner, where the `sub` is pairwise." })
  id!: string | null;

  @Field(text(), {
    nullable: true,
    description: "For the application's owner only where the scope `profile` was allowed.",
  })
  name!: string | null;
}

class ConsentApplication {
  @Field(text()) client_id!: string;
  @Field(text()) name!: string;
}

class AllowedResource {
  @Field(text()) resource!: string;
  @Field(list(text())) scopes!: string[];
}

@Fields({ description: 'What a person has allowed an application.' })
export class ConsentResource {
  @Field(object(ConsentingUser)) user!: ConsentingUser;
  @Field(object(ConsentApplication)) application!: ConsentApplication;
  @Field(list(text()), { description: 'Everything allowed, at this server or elsewhere.' }) scopes!: string[];

  @Field(list(object(AllowedResource)), {
    description: 'What of it is for other APIs, by their resource indicators (RFC 8707).',
  })
  resources!: AllowedResource[];

  @Field(timestamp) created_at!: string;
  @Field(timestamp, { description: 'When something was last added to it.' }) updated_at!: string;
}

export class ConsentPage extends PageOf(ConsentResource) {}

export function presentConsent(
  { application, scopes, resources, createdAt, updatedAt }: ConsentRecord,
  user: ConsentResource['user'],
): ConsentResource {
  return {
    user,
    application: { client_id: application.clientId, name: application.name },
    scopes,
    resources,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

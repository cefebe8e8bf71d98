import { Field, Fields } from '../../fields/field.js';
import { integer, list, object, text, timestamp, uuid } from '../../fields/kinds.js';
import type { RemainingCredentials } from './remaining-credentials.js';

class RemainingApiKey {
  @Field(text()) id!: string;
  @Field(text()) name!: string;
  @Field(text(), { description: 'The last four characters of the key.' }) hint!: string;
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true }) last_used_at!: string | null;
}

class RemainingApplication {
  @Field(uuid) id!: string;
  @Field(text()) client_id!: string;
  @Field(text()) name!: string;
  @Field(integer(), { description: 'How many secrets it has.' }) secrets!: number;
  @Field(timestamp, { nullable: true, description: 'When one of them was last used.' }) last_used_at!: string | null;
}

@Fields({
  description:
    "What works on without the person's sign-ins: their API keys, and applications of theirs that have credentials " +
    'of their own. The newest hundred of each.',
})
export class RemainingResource {
  @Field(list(object(RemainingApiKey))) api_keys!: RemainingApiKey[];
  @Field(list(object(RemainingApplication))) applications!: RemainingApplication[];
}

export function presentRemaining({ apiKeys, applications }: RemainingCredentials): RemainingResource {
  return {
    api_keys: apiKeys.map(({ id, name, hint, createdAt, lastUsedAt }) => ({
      id,
      name,
      hint,
      created_at: createdAt.toISOString(),
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
    applications: applications.map(({ id, clientId, name, secrets, lastUsedAt }) => ({
      id,
      client_id: clientId,
      name,
      secrets,
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
  };
}

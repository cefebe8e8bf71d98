import { Field, Fields } from '../../fields/field.js';
import { flag, integer, list, object, text, timestamp, uuid } from '../../fields/kinds.js';
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
  @Field(flag, { description: 'Whether it is disabled; its credentials work again once it is enabled.' })
  disabled!: boolean;

  @Field(integer(), { description: 'How many secrets it has.' }) secrets!: number;
  @Field(timestamp, { nullable: true, description: 'When one of them was last used.' }) last_used_at!: string | null;
}

class RemainingConsent {
  @Field(text()) client_id!: string;
  @Field(text(), { description: "The application's." }) name!: string;
  @Field(list(text())) scopes!: string[];
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { description: 'When something was last added to it.' }) updated_at!: string;
}

@Fields({
  description:
    "What works on without the person's sign-ins: their API keys, applications of theirs that have credentials " +
    'of their own or that people have allowed, disabled ones that still have such credentials, and what they have ' +
    'allowed applications, which get codes for it without asking. The newest hundred of each.',
})
export class RemainingResource {
  @Field(list(object(RemainingApiKey))) api_keys!: RemainingApiKey[];
  @Field(list(object(RemainingApplication))) applications!: RemainingApplication[];
  @Field(list(object(RemainingConsent))) consents!: RemainingConsent[];
}

export function presentRemaining({ apiKeys, applications, consents }: RemainingCredentials): RemainingResource {
  return {
    api_keys: apiKeys.map(({ id, name, hint, createdAt, lastUsedAt }) => ({
      id,
      name,
      hint,
      created_at: createdAt.toISOString(),
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
    applications: applications.map(({ id, clientId, name, disabled, secrets, lastUsedAt }) => ({
      id,
      client_id: clientId,
      name,
      disabled,
      secrets,
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
    consents: consents.map(({ clientId, name, scopes, createdAt, updatedAt }) => ({
      client_id: clientId,
      name,
      scopes,
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
    })),
  };
}

import type { Caller } from '../../access/caller.js';
import { MADE_BY, MadeByResource, presentMaker } from '../../access/made-by.js';
import { Field } from '../../fields/field.js';
import { described, type Kind, rule } from '../../fields/kind.js';
import { list, object, text, timestamp, uuid } from '../../fields/kinds.js';
import { PageOf, PageQuery } from '../../http/page.js';
import { timestampLike } from '../../http/point-in-time.js';
import { resourceId } from '../../http/resource-id.js';
import { someScopeNames } from '../../http/scope-names.js';
import { Network } from '../../network/network.js';
import { networkParameter } from '../../network/network-parameter.js';
import { displayedName, displayedText } from '../../protocol/displayed-text.js';
import type { ApiKeyRecord } from './api-key.js';

const API_KEY_ID = /^key_[0-9a-f]{32}$/;
const MAX_ENTRIES = 100;
const NAME = { example: 'Production API Key' } as const;

export const isApiKeyId = (text: string): boolean => API_KEY_ID.test(text);

export const apiKeyId = described(
  text({ pattern: [API_KEY_ID, 'must be the id of an API key, such as key_0190f3c26d4b7cc1a6a52d0b6e8f4a11'] }),
  { description: "An API key's id." },
);

class NewEntry {
  @Field(networkParameter) cidr!: Network;
  @Field(displayedText(200), { example: 'the office' }) note = '';
}

const entries = list(object(NewEntry), {
  message: 'must be a list of {"cidr","note"}',
  max: [MAX_ENTRIES, `must have at most ${String(MAX_ENTRIES)} entries`],
});
const whitelist: Kind<NewEntry[]> = { ...entries, checks: (each) => [...entries.checks(each), rule(twice, {})] };

/** Items that are no entries are told of by their own check. */
function twice(given: unknown[]): string | undefined {
  const networks = given.filter((item) => item instanceof NewEntry).map(({ cidr }) => String(cidr));
  if (networks.length < given.length) return undefined;
  return new Set(networks).size === networks.length ? undefined : 'lists one network twice';
}

export class NewApiKeyBody {
  @Field(displayedName(100), NAME) name!: string;

  @Field(someScopeNames, {
    description: 'What it may be used for: no more than the credential that makes it.',
    example: ['read:resources', 'write:resources'],
  })
  scopes!: string[];

  @Field(timestampLike('2030-01-31T12:00:00Z'), {
    nullable: true,
    description: 'When it stops working; null: never, or with the API key that makes it.',
  })
  expires_at: Date | null = null;

  @Field(whitelist, {
    description: 'Where the key may be used from; empty: from everywhere, or where the API key that makes it may be.',
  })
  ip_whitelist: NewEntry[] = [];
}

export class ApiKeyChangeBody {
  @Field(displayedName(100), NAME) name!: string;
}

export class ApiKeyListQuery extends PageQuery {
  @Field(resourceId, { optional: true, description: "Admins: this user's. Without it: the caller's own." })
  user_id?: string;
}

class ApiKeyEntry {
  @Field(text()) cidr!: string;
  @Field(text()) note!: string;
}

export class ApiKeyResource {
  @Field(text(), { example: 'key_0190f3c26d4b7cc1a6a52d0b6e8f4a11' }) id!: string;
  @Field(text()) name!: string;
  @Field(list(text())) scopes!: string[];
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true }) expires_at!: string | null;
  @Field(text(), { description: 'The last four characters of the key.' }) hint!: string;
  @Field(uuid) user_id!: string;
  @Field(list(object(ApiKeyEntry))) ip_whitelist!: ApiKeyEntry[];
  @Field(timestamp, { nullable: true }) last_used_at!: string | null;
  @Field(text(), { nullable: true }) last_used_ip!: string | null;
  @Field(object(MadeByResource), MADE_BY) made_by!: MadeByResource | null;
}

export class NewApiKeyResource extends ApiKeyResource {
  @Field(text(), { description: 'Shown this once.', example: 'sk_live_…' }) key!: string;
}

export class ApiKeyPage extends PageOf(ApiKeyResource) {}

export function presentApiKey(key: ApiKeyRecord, caller: Caller): ApiKeyResource {
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    created_at: toSeconds(key.createdAt),
    expires_at: key.expiresAt && toSeconds(key.expiresAt),
    hint: key.hint,
    user_id: key.userId,
    ip_whitelist: key.ipWhitelist,
    last_used_at: key.lastUsedAt && toSeconds(key.lastUsedAt),
    last_used_ip: key.lastUsedIp,
    made_by: presentMaker(caller, key),
  };
}

/** As the documented answer spells its times: `2025-02-22T10:00:00Z`. */
function toSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

import { Field } from '../../fields/field.js';
import { described } from '../../fields/kind.js';
import { flag, list, object, oneOf, ruledText, text, timestamp, uuid } from '../../fields/kinds.js';
import { AnyQuery, PageOf } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { Network } from '../../network/network.js';
import { networkParameter } from '../../network/network-parameter.js';
import { displayedText } from '../../protocol/displayed-text.js';
import type { WhitelistEntry } from './whitelist-entry.js';

const LOCKING_OUT = { description: 'Do it even if it locks out the address you call from.' } as const;
const LISTS = ['user', 'application', 'api-key'] as const;

/** The id of an API key: `key_…`. */
export const apiKeyId = described(text({ pattern: [/^key_\w{1,64}$/, 'must be the id of an API key'] }), {
  description: '`key_…`',
});

const address = ruledText((given) => (given.length > 64 ? 'is not an IP address' : undefined), { maxLength: 64 });

export class NewEntryBody {
  @Field(networkParameter, {
    description: 'An address or CIDR; an address is a /32 or /128.',
    example: '203.0.113.7',
  })
  cidr!: Network;

  @Field(displayedText(200)) note = '';
  @Field(flag, LOCKING_OUT) force = false;
}

export class EntryRemovalQuery extends AnyQuery {
  @Field(queryFlag, LOCKING_OUT) force = false;
}

export class CheckQuery extends AnyQuery {
  @Field(address, {
    optional: true,
    description: 'Another address than the one you call from.',
    example: '203.0.113.7',
  })
  address?: string;
}

export class EntryResource {
  @Field(uuid) id!: string;
  @Field(text(), { example: '203.0.113.7/32' }) cidr!: string;
  @Field(text()) note!: string;
  @Field(timestamp) created_at!: string;
}

export class EntryPage extends PageOf(EntryResource) {}

class CheckedList {
  @Field(oneOf(LISTS)) list!: (typeof LISTS)[number];
  @Field(text()) id!: string;
  @Field(flag, { description: 'Whether it has entries at all.' }) restricted!: boolean;
  @Field(flag) allowed!: boolean;

  @Field(object(EntryResource), {
    nullable: true,
    description: 'The narrowest entry that contains the address; null in a list that the caller may not read.',
  })
  entry!: EntryResource | null;
}

export class CheckResource {
  @Field(text(), { description: 'Where this call comes from, as the server sees it.' }) address!: string;
  @Field(text(), { description: 'The address the lists were asked about.' }) checked_address!: string;
  @Field(flag, { description: 'Whether all lists allow it.' }) allowed!: boolean;
  @Field(list(object(CheckedList))) lists!: CheckedList[];
}

export function presentEntry({ id, cidr, note, createdAt }: WhitelistEntry): EntryResource {
  return { id, cidr, note, created_at: createdAt.toISOString() };
}

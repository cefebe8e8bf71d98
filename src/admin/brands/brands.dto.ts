import type { Caller } from '../../access/caller.js';
import { ANOTHER_APPLICATION, MADE_BY_AND_KEPT, MadeByResource, presentMaker } from '../../access/made-by.js';
import { reachesOthers } from '../../access/reach.js';
import { Field } from '../../fields/field.js';
import { flag, longerFault, object, oneOf, ruledText, text, timestamp, uuid } from '../../fields/kinds.js';
import { PageOf } from '../../http/page.js';
import { displayedName } from '../../protocol/displayed-text.js';
import { FACTOR_POLICIES, type FactorPolicy } from '../../protocol/factor-policy.js';
import { sha256 } from '../../secrets/secrets.js';
import type { BrandApplicationRecord, BrandInvitationRecord, BrandMemberRecord, BrandRecord } from './brand.js';

const MAX_LOGO_URL = 2048;
const ROLES = ['owner', 'member'] as const;
type Role = (typeof ROLES)[number];

const name = displayedName(100);
const NAME = { example: 'Acme' } as const;
const slug = text({
  pattern: [
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'must have 1 to 64 of the characters a-z, 0-9 and "-", and neither begin nor end with "-"',
  ],
});
const SLUG = { optional: true, example: 'acme' } as const;
const logoUrl = ruledText(
  (url) =>
    longerFault(url, MAX_LOGO_URL) ??
    (isPlainHttpsUrl(url) ? undefined : 'must be an https URL, such as https://cdn.example.com/logo.svg'),
  { maxLength: MAX_LOGO_URL },
);
const LOGO_URL = {
  optional: true,
  nullable: true,
  description: 'An https URL.',
  example: 'https://cdn.example.com/logo.svg',
} as const;
const colour = text({ pattern: [/^#[0-9a-f]{6}$/i, 'must be a colour such as #0a7cff'] });
const COLOUR = { optional: true, nullable: true, example: '#0a7cff' } as const;
const secondFactor = oneOf(FACTOR_POLICIES, 'must be off, optional, required or null');
const SECOND_FACTOR = {
  optional: true,
  nullable: true,
  description:
    'Whether people need a second factor at the applications that carry it; null: it says nothing. Only admins make it less strict.',
} as const;
const role = oneOf(ROLES, 'must be owner or member');

export class NewBrandBody {
  @Field(name, NAME) name!: string;
  @Field(slug, { ...SLUG, description: 'Unique. Without one it is made of the name.' }) slug?: string;
  @Field(logoUrl, LOGO_URL) logo_url?: string | null;
  @Field(colour, COLOUR) primary_color?: string | null;
  @Field(secondFactor, SECOND_FACTOR) second_factor?: FactorPolicy | null;
}

export class BrandChangeBody {
  @Field(name, { ...NAME, optional: true }) name?: string;
  @Field(slug, { ...SLUG, description: 'Unique.' }) slug?: string;
  @Field(logoUrl, LOGO_URL) logo_url?: string | null;
  @Field(colour, COLOUR) primary_color?: string | null;
  @Field(secondFactor, SECOND_FACTOR) second_factor?: FactorPolicy | null;
}

export class BrandMemberBody {
  @Field(role) role!: Role;
}

export class BrandResource {
  @Field(uuid) id!: string;
  @Field(text()) name!: string;
  @Field(text()) slug!: string;
  @Field(text(), { nullable: true }) logo_url!: string | null;
  @Field(text(), { nullable: true }) primary_color!: string | null;
  @Field(secondFactor, { nullable: true }) second_factor!: FactorPolicy | null;
  @Field(role, { nullable: true, description: 'What you are in it; null: no member.' }) role!: Role | null;
  @Field(object(MadeByResource), MADE_BY_AND_KEPT) made_by!: MadeByResource | null;
  @Field(timestamp) created_at!: string;
  @Field(timestamp) updated_at!: string;
}

export class BrandMemberResource {
  @Field(uuid) user_id!: string;
  @Field(text(), { nullable: true }) name!: string | null;
  @Field(role) role!: Role;
  @Field(flag, { description: 'Whether the person accepted; until then it is an invitation, and tells no name.' })
  accepted!: boolean;
}

export class BrandInvitationResource {
  @Field(uuid) brand_id!: string;
  @Field(text()) brand_name!: string;
  @Field(role, { description: 'What you would be in it.' }) role!: Role;
  @Field(text(), { description: 'Differs where the brand has another name, or the role is another; see `If-Match`.' })
  version!: string;
}

export class BrandApplicationResource {
  @Field(uuid) id!: string;
  @Field(text()) client_id!: string;
  @Field(text()) name!: string;
  @Field(uuid, { nullable: true }) owner_id!: string | null;
  @Field(text(), { nullable: true }) owner_name!: string | null;

  @Field(flag, {
    description:
      'Whether its pages show the brand: its owner is an owner of the brand or an admin now, or an admin gave it the brand.',
  })
  shown!: boolean;
}

export class BrandPage extends PageOf(BrandResource) {}
export class BrandInvitationPage extends PageOf(BrandInvitationResource) {}
export class BrandMemberPage extends PageOf(BrandMemberResource) {}
export class BrandApplicationPage extends PageOf(BrandApplicationResource) {}

/** By which applications its owners are served is not told to the members. */
export function presentBrand(brand: BrandRecord, caller: Caller): BrandResource {
  const isTold = brand.role === 'owner' || reachesOthers(caller, 'read');
  return {
    id: brand.id,
    name: brand.name,
    slug: brand.slug,
    logo_url: brand.logoUrl,
    primary_color: brand.primaryColor,
    second_factor: brand.secondFactor,
    role: brand.role,
    made_by: isTold || brand.madeBy === null ? presentMaker(caller, brand) : ANOTHER_APPLICATION,
    created_at: brand.createdAt.toISOString(),
    updated_at: brand.updatedAt.toISOString(),
  };
}

export function presentBrandMember({ userId, name, role, accepted }: BrandMemberRecord): BrandMemberResource {
  return { user_id: userId, name, role, accepted };
}

export function presentBrandInvitation({ brandId, brandName, role }: BrandInvitationRecord): BrandInvitationResource {
  const version = versionOf({ brandId, brandName, role });
  return { brand_id: brandId, brand_name: brandName, role, version };
}

/** An entity tag of what the invited person is told. @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 */
export function versionOf({ brandId, brandName, role }: BrandInvitationRecord): string {
  return sha256(JSON.stringify([brandId, brandName, role]))
    .subarray(0, 16)
    .toString('base64url');
}

export function presentBrandApplication(application: BrandApplicationRecord): BrandApplicationResource {
  const { id, clientId, name, ownerId, ownerName, shown } = application;
  return { id, client_id: clientId, name, owner_id: ownerId, owner_name: ownerName, shown };
}

/** URL parsers accept spaces, tabs, backslashes and other forms of a scheme; an address for browsers must not contain them. */
function isPlainHttpsUrl(text: string): boolean {
  if (!/^https:\/\/[^\s\p{C}"'<>\\^`{|}]+$/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

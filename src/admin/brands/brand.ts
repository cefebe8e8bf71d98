import type { Made } from '../../access/made-by.js';
import type { FactorPolicy } from '../../protocol/factor-policy.js';
import { AccessDenied } from '../../protocol/refusal.js';

export type BrandRole = 'owner' | 'member';

export interface NewBrand {
  name: string;
  slug: string;
  logoUrl: string | null;
  primaryColor: string | null;
  /** Whether people need a second factor at the applications that carry it; null: it says nothing. */
  secondFactor: FactorPolicy | null;
}

/** The changes; undefined fields are unchanged. */
export type BrandChange = { [Field in keyof NewBrand]?: NewBrand[Field] | undefined };

/** Sees the policy of the locked brand before anything is changed; throws to refuse. */
export type BrandJudge = (policy: FactorPolicy | null) => void;

/**
 * The account that asks for a change as an owner of the brand, and has to be one still when it is made; undefined: a
 * credential that reaches all brands asks.
 */
export type AskingOwner = string | undefined;

export interface PlannedBrandChange {
  change: BrandChange;
  judge: BrandJudge;
  /** Whether an administrator vouches for the change, as for the applications that carry the brand. */
  isChecked: boolean;
  asking: AskingOwner;
}

export interface BrandRecord extends NewBrand, Made {
  id: string;
  /** What the viewer is in it; null: no member. */
  role: BrandRole | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface BrandMemberRecord {
  userId: string;
  /** Null until they accept, and where they have none. */
  name: string | null;
  role: BrandRole;
  /** Whether they accepted to belong to it; until then it is an invitation. */
  accepted: boolean;
}

export interface BrandInvitationRecord {
  brandId: string;
  brandName: string;
  role: BrandRole;
}

export function needsOwner(userId: string | undefined, brandId: string): AccessDenied {
  return new AccessDenied('needs an owner of the brand', { userId, targetType: 'brand', targetId: brandId });
}

/** An application that carries a brand. */
export interface BrandApplicationRecord {
  id: string;
  clientId: string;
  name: string;
  ownerId: string | null;
  ownerName: string | null;
  /** Whether its pages show the brand: its owner may give it now, or an administrator gave it. */
  shown: boolean;
}

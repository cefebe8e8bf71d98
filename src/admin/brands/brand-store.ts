import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

export type BrandRole = 'owner' | 'member';

export interface NewBrand {
  name: string;
  slug: string;
  logoUrl: string | null;
  primaryColor: string | null;
}

/** What is to be changed; what is undefined stays. */
export type BrandChange = { [Field in keyof NewBrand]?: NewBrand[Field] | undefined };

export interface BrandRecord extends NewBrand {
  id: string;
  /** What the viewer is in it; null: no member. */
  role: BrandRole | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface BrandMemberRecord {
  userId: string;
  name: string | null;
  role: BrandRole;
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

/** The brands and who belongs to them. Every act is atomic and audited. A brand never loses its last owner by them. */
export abstract class BrandStore {
  /**
   * Undefined when its owner owns `max` already, however many are made at once.
   * @throws Conflict when the slug is taken
   */
  abstract create(brand: NewBrand, ownerId: string, max: number, by: DoneBy): Promise<BrandRecord | undefined>;

  /** All, or those the viewer belongs to; newest first, one row more than the page holds if there are more. */
  abstract list(viewerId: string | null, all: boolean, page: PageRequest): Promise<BrandRecord[]>;

  abstract find(id: string, viewerId: string | null): Promise<BrandRecord | undefined>;

  /**
   * False when there is no such brand.
   * @param isChecked whether an administrator vouches for the change, as for the applications that carry the brand
   * @throws Conflict when the slug is taken
   */
  abstract change(id: string, change: BrandChange, isChecked: boolean, by: DoneBy): Promise<boolean>;

  /** Deletes a brand; its applications stay and belong to none. False when there is no such brand. */
  abstract delete(id: string, by: DoneBy): Promise<boolean>;

  /** Latest accounts first, one row more than the page holds if there are more. */
  abstract members(id: string, page: PageRequest): Promise<BrandMemberRecord[]>;

  abstract member(id: string, userId: string): Promise<BrandMemberRecord | undefined>;

  /**
   * Makes somebody a member, or gives a member another role; undefined when there is no such user or brand.
   * @throws Conflict for the last owner, who must stay one
   */
  abstract putMember(id: string, userId: string, role: BrandRole, by: DoneBy): Promise<BrandMemberRecord | undefined>;

  /**
   * False when they are no member.
   * @throws Conflict for the last owner
   */
  abstract removeMember(id: string, userId: string, by: DoneBy): Promise<boolean>;

  /** Latest first, one row more than the page holds if there are more. */
  abstract applications(id: string, page: PageRequest): Promise<BrandApplicationRecord[]>;

  /** Takes the brand off an application; false when it does not carry it. */
  abstract detach(id: string, applicationId: string, by: DoneBy): Promise<boolean>;
}

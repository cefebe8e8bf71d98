import { Field } from '../fields/field.js';
import { text, uuid } from '../fields/kinds.js';
import type { Caller } from './caller.js';
import { reaches } from './reach.js';

/** What was made for its owner by an application, perhaps. */
export interface Made {
  /** The `client_id` of that application. */
  madeBy: string | null;
  /** That application; null: none, or it is gone. */
  maker: MakerRecord | null;
}

export interface MakerRecord {
  id: string;
  clientId: string;
  name: string;
  ownerId: string | null;
}

export class MadeByResource {
  @Field(text(), { nullable: true, description: 'Null: an application that the caller is not told.' })
  client_id!: string | null;

  @Field(text(), { nullable: true, description: 'Null: it is gone.' }) name!: string | null;
  @Field(uuid, { nullable: true, description: 'For callers who may see that application.' }) id!: string | null;
}

const OTHERS = 'other applications that act for the owner do not change it. Null: the owner made it.';

/** Of what ends with the owner's consent to that application. */
export const MADE_BY = {
  nullable: true,
  description: `The application that made it for its owner: it ends with what the owner allowed that application, and ${OTHERS}`,
} as const;

/** Of what stays. */
export const MADE_BY_AND_KEPT = {
  nullable: true,
  description: `The application that made it for its owner: ${OTHERS}`,
} as const;

/** The answer to callers who are not told which. */
export const ANOTHER_APPLICATION: MadeByResource = { client_id: null, name: null, id: null };

/** An application is not told by which others a person is served. */
export function presentMaker(caller: Caller, { madeBy, maker }: Made): MadeByResource | null {
  if (madeBy === null) return null;
  if (caller.isConfined && madeBy !== caller.madeBy) return ANOTHER_APPLICATION;
  const isSeen = maker !== null && reaches(caller, maker.ownerId, 'read');
  return { client_id: madeBy, name: maker?.name ?? null, id: isSeen ? maker.id : null };
}

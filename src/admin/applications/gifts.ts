import { isDeepStrictEqual } from 'node:util';
import { TOKEN_EXCHANGE } from '../../protocol/grant-type.js';
import { AccessDenied } from '../../protocol/refusal.js';
import { type Reach, widenedField } from '../../protocol/widening.js';
import type { ApplicationSettings } from './application.js';

/** The settings that hold gifts. */
export type Carrier = Pick<
  ApplicationSettings,
  'firstParty' | 'exchangeTargets' | 'brandId' | 'brandGiven' | 'metadata'
> &
  Pick<Reach, 'grantTypes'>;

interface Gift {
  /** The field of the API that holds it. */
  field: string;
  name: string;
  /** What an application carries of it; undefined: nothing. */
  of: (application: Carrier) => unknown;
  /** How its owner does without it; undefined: only an administrator takes it back. */
  givenUp?: string;
}

/** What only an administrator gives an application: trust or reach beyond what its owner alone could allow. */
const GIFTS: readonly Gift[] = [
  {
    field: 'first_party',
    name: 'it is first-party, so that people are not asked for consent',
    of: ({ firstParty }) => firstParty || undefined,
    givenUp: 'set first_party to false',
  },
  {
    field: 'grant_types',
    name: 'the token exchange grant',
    of: ({ grantTypes }) => grantTypes.includes(TOKEN_EXCHANGE) || undefined,
    givenUp: 'take it out of grant_types',
  },
  {
    field: 'exchange_targets',
    name: 'targets of token exchange',
    of: ({ exchangeTargets }) => (exchangeTargets.length > 0 ? exchangeTargets : undefined),
    givenUp: 'set exchange_targets to []',
  },
  {
    field: 'security_profile',
    name: 'a security profile',
    of: ({ metadata }) => metadata.security_profile,
  },
  {
    field: 'brand_id',
    name: "a brand that is not its owner's",
    of: ({ brandId, brandGiven }) => (brandGiven ? (brandId ?? undefined) : undefined),
    givenUp: 'set brand_id to null',
  },
];

/** The field of the first gift that a change gives, or takes back where only an administrator does; undefined: none. */
export function giftMade(before: Carrier, after: Carrier): string | undefined {
  return GIFTS.find(({ of, givenUp }) => {
    const [had, next] = [of(before), of(after)];
    return next === undefined ? had !== undefined && givenUp === undefined : isMore(next, had);
  })?.field;
}

/** A list is no more for having lost some of its members. */
function isMore(next: unknown, had: unknown): boolean {
  if (!Array.isArray(next) || !Array.isArray(had)) return !isDeepStrictEqual(had, next);
  return next.some((value) => !had.includes(value));
}

export function carriesGift(application: Carrier): boolean {
  return giftKept(application, application) !== undefined;
}

/**
 * Refuses to widen an application that carries a gift: an administrator gave it to the application as it was. For all
 * callers but administrators with every administrator's scope.
 */
export function refuseWidening(before: Carrier & Reach, after: Carrier & Reach): void {
  const gift = giftKept(before, after);
  const field = gift && widenedField(before, after);
  if (gift === undefined || field === undefined) return;
  const remedies = ['ask an administrator', ...(gift.givenUp === undefined ? [] : [`${gift.givenUp} first`])];
  const why = `cannot be widened while the application carries what an administrator gave it: ${gift.name}`;
  throw AccessDenied.explained(field, `${why}; ${remedies.join(', or ')}`);
}

/** The first gift carried before and after. */
function giftKept(before: Carrier, after: Carrier): Gift | undefined {
  return GIFTS.find(({ of }) => of(before) !== undefined && of(after) !== undefined);
}

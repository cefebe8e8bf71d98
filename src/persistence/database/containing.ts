interface Searched {
  /** The expression whose parts an index of `parts_of` has. */
  words: string;
  fields: readonly string[];
}

const WORD = /(?<![\p{L}\p{M}])\p{L}/gu;
const LATER_WORD = /(?<=[^\p{L}\p{M}])\p{L}/gu;

/**
 * The condition that one of the fields contains the text, taken literally, in one of its spellings. From three letters on
 * an index finds it; fewer are nearly everywhere.
 */
export function containing(text: string, { words, fields }: Searched, place: (value: unknown) => string): string {
  const ways = spellings(text).map((spelling) => {
    const pattern = place(`%${literal(spelling)}%`);
    const literally = fields.map((field) => `${field} ILIKE ${pattern}`).join(' OR ');
    // folded by the database, as the index is; to the planner it is a value, and it knows how many rows have the parts
    const indexed = hasParts(text) ? `parts_of(${words}) @> parts_of(${place(spelling)}::text) AND ` : '';
    return `(${indexed}(${literally}))`;
  });
  return `(${ways.join(' OR ')})`;
}

/** Whether an index of `parts_of` finds it: no part has fewer than three letters. */
export function hasParts(text: string): boolean {
  return Array.from(text).length >= 3;
}

/**
 * The text as it was typed, and as names have it: in small letters, in capitals, with a capital at each word, and at
 * each but the first, which may be the rest of one. Databases fold the case of other letters than A to Z each its own
 * way, those of the locale C not at all.
 */
export function spellings(text: string): string[] {
  const lower = text.toLowerCase();
  const capitalised = (first: RegExp) => lower.replace(first, (letter) => letter.toUpperCase());
  const others = /^\p{ASCII}*$/u.test(text) ? [] : [text.toUpperCase(), capitalised(WORD), capitalised(LATER_WORD)];
  return [...new Set([text, lower, ...others])];
}

/** As a pattern of LIKE that stands for the text alone. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

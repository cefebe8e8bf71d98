interface Searched {
  /** The expression whose parts an index of `parts_of` has. */
  words: string;
  fields: readonly string[];
}

/**
 * The condition that one of the fields contains the text, taken literally, in any case. From three letters on an index
 * finds it; fewer are nearly everywhere.
 */
export function containing(text: string, { words, fields }: Searched, place: (value: unknown) => string): string {
  const pattern = place(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
  const literally = fields.map((field) => `${field} ILIKE ${pattern}`).join(' OR ');
  const parts = partsOf(text);
  // the parts are a value, not a call: the planner knows how many rows have them
  const indexed = parts.length === 0 ? '' : `parts_of(${words}) @> ${place(parts)}::text[] AND `;
  return `${indexed}(${literally})`;
}

/** As the function `parts_of` of the database: none of fewer than three letters. */
export function partsOf(text: string): string[] {
  const letters = Array.from(text.toLowerCase());
  return [...new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join('')))];
}

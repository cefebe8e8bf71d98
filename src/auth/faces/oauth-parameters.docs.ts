/** A field that OAuth clients send without a value. */
export const SENT_EMPTY = { optional: true, description: 'Counts as omitted, as some forms send it.' } as const;

/** Seconds a used refresh token may be presented again; 0: never; null: until its successor was used. */
export type RefreshReuse = number | null;

/**
 * What every application and every sign-in face has that says nothing else: an answer that was lost, however long ago,
 * can be asked for again while its successor is unused.
 */
export const REFRESH_REUSE: RefreshReuse = null;

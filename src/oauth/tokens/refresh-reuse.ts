/** Seconds in which a used refresh token may be presented again; 0: never; null: until its successor was used. */
export type RefreshReuse = number | null;

/**
 * The default of applications and sign-in faces: a lost response can be requested again at any time while the successor is
 * unused.
 */
export const REFRESH_REUSE: RefreshReuse = null;

/** Serializes what is made for one owner; sign-ins, which share-lock the row, do not wait. */
export const LOCK_OWNER = 'SELECT id::text FROM users WHERE id = $1::text::uuid FOR NO KEY UPDATE';

/** What a user is called by, as the index `users_parts` has it. */
export const USER_WORDS = `email || ' ' || coalesce(username, '') || ' ' || coalesce(name, '')`;

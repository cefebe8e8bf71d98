import type { HotStatement } from '../database/database.js';

/**
 * Whether the tokens of a sign-in `s` told the application `a` the subject that the person has there now: none came yet
 * while it waits for its code, and those of before other subjects told another.
 */
export const TOLD_SUBJECT = 's.generation >= 0 AND (a.subjects_since IS NULL OR s.created_at >= a.subjects_since)';

/** The consent remembers it, which outlives the sign-in. */
export const REMEMBER_TOLD: HotStatement = {
  name: 'consent_remember_told',
  text: `UPDATE consents SET told_subject = true
          WHERE user_id = $1 AND application_id = $2 AND NOT told_subject`,
};

/** @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2 */
export type IntrospectionAnswer = { active: false } | ({ active: true } & Record<string, unknown>);

export interface IntrospectionOutcome {
  answer: IntrospectionAnswer;
  /** Set if the token is one of ours and the application may not ask about it. The answer is that for an invalid token. */
  isRefused?: boolean;
}

export const INACTIVE: IntrospectionAnswer = Object.freeze({ active: false });

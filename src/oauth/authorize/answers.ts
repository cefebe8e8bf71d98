/** An action of a person on a request, on one of this server's pages. */
export interface Answer {
  /** The session in which the person acted. */
  sessionId: string;
  /** Milliseconds. */
  at: number;
}

/** The actions on a request: a sign-in, or the choice to continue with the account that is signed in. */
export interface Answers {
  signIn?: Answer;
  account?: Answer;
}

/** Seconds for which an action counts, however long the person takes for the remaining decisions. */
const COUNTS_FOR = 600;

/** Whether this session made the action, and recently enough. */
export function isAnswered(answer: Answer | undefined, sessionId: string, now: Date): boolean {
  return answer?.sessionId === sessionId && now.getTime() - answer.at <= COUNTS_FOR * 1000;
}

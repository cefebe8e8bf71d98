/** Something a person did about a request, on one of its own pages. */
export interface Answer {
  /** The session with which they did it. */
  sessionId: string;
  /** Milliseconds. */
  at: number;
}

/** What a person did about a request: signed in, or said that they go on with the account they are signed in with. */
export interface Answers {
  signIn?: Answer;
  account?: Answer;
}

/** Seconds for which an answer counts, however long the person takes to decide about the rest. */
const COUNTS_FOR = 600;

/** Whether this session gave the answer, and not too long ago. */
export function isAnswered(answer: Answer | undefined, sessionId: string, now: Date): boolean {
  return answer?.sessionId === sessionId && now.getTime() - answer.at <= COUNTS_FOR * 1000;
}

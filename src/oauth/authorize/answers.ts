import type { PasskeyClass } from '../../protocol/acr.js';

/** An action of a person on a request, on one of this server's pages. */
export interface Answer {
  /** The session in which the person acted. */
  sessionId: string;
  /** Milliseconds. */
  at: number;
}

/** Half a sign-in: the right password of an account that needs a second factor, as the account was then. */
export interface HalfSignIn {
  userId: string;
  epoch: number;
  proofEpoch: number;
  /** Milliseconds. */
  at: number;
  /** The name of the mark that its browser has while it waits; an older release gives none. */
  browser?: string;
  /** Whether it waits for a second factor to be set up, of an account that had none; otherwise for the one it has. */
  enrols?: true;
  /** The class that has to be reached: only a passkey is set up. */
  reaches?: PasskeyClass;
  /** The methods that were proved; not given: the password. */
  amr?: readonly string[];
  /** Whether the person chose to trust the browser with the factor before the one that is set up. */
  trusts?: true;
}

/** The actions on a request: a sign-in, half of one, or the choice to continue with the account that is signed in. */
export interface Answers {
  signIn?: Answer;
  half?: HalfSignIn;
  account?: Answer;
}

/**
 * Seconds for which an action counts, however long the person takes for the remaining decisions; and so the most that half
 * a sign-in waits for its second half, here and in the console.
 */
export const ANSWER_COUNTS_FOR = 600;

/** Whether this session made the action, and recently enough. */
export function isAnswered(answer: Answer | undefined, sessionId: string, now: Date): boolean {
  return answer?.sessionId === sessionId && isRecent(answer, now);
}

/** Half a sign-in that may be completed still. */
export function pendingHalf({ half }: Answers = {}, now: Date): HalfSignIn | undefined {
  return half !== undefined && isRecent(half, now) ? half : undefined;
}

function isRecent({ at }: { at: number }, now: Date): boolean {
  return now.getTime() - at <= ANSWER_COUNTS_FOR * 1000;
}

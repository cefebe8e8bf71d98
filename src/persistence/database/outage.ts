import { Refusal, TemporarilyUnavailable } from '../../protocol/refusal.js';
import { DatabaseFault } from './database-fault.js';
import { errorCodeOf, isFatal } from './error-code.js';

const SHUTTING_DOWN = 'it is shutting down or was told to end the connection';
const CHANGED_AT_ONCE = 'two transactions change it at once; try again';
const NO_ANSWER = 'it did not answer in time; look at its load and its locks';
const CLOSED = 'it closed the connection; its log says why';
const REFUSED = 'it refused the user name or password';
const NO_DATABASE = 'the database does not exist';
const TABLE_GONE = 'a table of Latchkey is gone; set its search_path back, or restore it from a backup';
const COLUMN_GONE = 'a column of Latchkey is gone; restore it from a backup';
const NO_CONNECTION = 'it has no connection left; raise max_connections or the limits of the user and the database';
const MIXED_UP = 'a pooler in between mixes prepared statements up; set PREPARED_STATEMENTS=off';
const KEY_CHANGED = 'SECRET_KEY was changed; start this node with the new one';
const TYPE_GONE = 'a type or a function is gone; set its search_path back, or restore it from a backup';

/**
 * SQLSTATE, errno or Prisma's own code → what it means to the operator. No request is at fault, and each may be made
 * again once the operator, or time, has mended it: a start ends with the sentence, and a request with 503.
 */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no socket',
  EACCES: 'the socket is closed to this user',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  '08P01': 'it is no PostgreSQL, or a pooler that refuses the session',
  '25006': 'it is read-only, and no host was found that takes writes',
  '25P03': 'it ended a transaction that stood still',
  '26000': MIXED_UP,
  '28P01': REFUSED,
  '3D000': NO_DATABASE,
  '3F000': 'its search_path names no schema that is there',
  '40001': CHANGED_AT_ONCE,
  '40P01': CHANGED_AT_ONCE,
  '42501':
    'the user may not do this there; GRANT CREATE, USAGE ON SCHEMA public TO it, and let it own the tables of Latchkey',
  '42703': COLUMN_GONE,
  '42704': TYPE_GONE,
  '42883': TYPE_GONE,
  '42P01': TABLE_GONE,
  '42P05': MIXED_UP,
  '53100': 'there is no room left on its disk',
  '53200': 'its machine has no memory left',
  '53300': NO_CONNECTION,
  '53400': 'a limit of its configuration is reached',
  '55P03': 'a lock stands in the way; end the program that holds it',
  '57014': 'it ended a statement that took too long; look at its load and its locks',
  '57P02': 'one of its processes crashed',
  '57P03': 'it is starting up or shutting down',
  '58030': 'its disk fails',
  '58P01': 'a file of it is gone; restore it from a backup',
  XX001: 'its data is corrupted; restore it from a backup',
  XX002: 'an index of it is corrupted; REINDEX it, or restore it from a backup',
  P1000: REFUSED,
  P1001: 'it cannot be reached',
  P1002: NO_ANSWER,
  P1003: NO_DATABASE,
  P1008: NO_ANSWER,
  P1010: REFUSED,
  P1011: 'the connection could not be encrypted',
  P1017: CLOSED,
  P2021: TABLE_GONE,
  P2022: COLUMN_GONE,
  P2024: 'no connection to it came free in time; look at its load and its locks',
  P2028: 'a transaction could not begin in time; look at its load and its locks',
  P2034: CHANGED_AT_ONCE,
  P2037: NO_CONNECTION,
};

/** Classes of SQLSTATE, for the codes that are not named above. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^08/, CLOSED],
  [/^28/, 'it refused the user'],
  [/^53/, 'it lacks room, memory or connections'],
  [/^57P/, SHUTTING_DOWN],
  [/^58/, 'its machine fails; its log says why'],
];

/** What the driver says of a connection, without a code. */
const OF_THE_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|server closed the connection|not queryable|query read timeout|does not support SSL connections/i;

/** The constraint of a value that was sealed with a key whose mark is gone. */
const OF_THE_FORMER_KEY = '_sealed_with_fkey';

/** What the code of an error, or its class, says. */
export function reasonOfCode(code: string): string | undefined {
  return REASONS[code] ?? CLASSES.find(([form]) => form.test(code))?.[1];
}

/** Whether a write was refused because this node has the former secret key. */
export function isOfTheFormerKey(error: Error): boolean {
  return error.message.includes(OF_THE_FORMER_KEY);
}

/** As an error that is answered with 503, if it says that the database cannot be used just now. */
export function asOutage(error: unknown): TemporarilyUnavailable | undefined {
  const reason = reasonOf(error);
  return reason === undefined ? undefined : new TemporarilyUnavailable(`the database cannot be used: ${reason}`, error);
}

function reasonOf(error: unknown): string | undefined {
  // what a store decided within a transaction is no word of the database
  if (!(error instanceof Error) || error instanceof Refusal) return undefined;
  if (error instanceof DatabaseFault) return error.message;
  if (isOfTheFormerKey(error)) return KEY_CHANGED;
  const reason = reasonOfCode(errorCodeOf(error));
  if (reason !== undefined) return reason;
  // FATAL: it ended the session
  return isFatal(error) || OF_THE_CONNECTION.test(error.message) ? CLOSED : reasonOf(error.cause);
}

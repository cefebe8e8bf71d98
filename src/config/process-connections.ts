/** Connections to the database that a process shares among its requests. */
export const POOL_SIZE = 20;

/** The most that a process opens: those, that of the change feed, and the one that listens. */
export const PROCESS_CONNECTIONS = POOL_SIZE + 2;

import type { ChildProcess, SendHandle, Serializable } from 'node:child_process';

/** What `node:cluster` sends with a connection and gets back: the answer's `ack` is the `seq` of a connection that was taken. */
interface Handover {
  act?: string;
  seq?: number;
  ack?: number;
}

/** A connection as `node:cluster` holds it: a handle of libuv, no socket yet. */
interface Connection {
  close: () => void;
}

type Send = (message: Serializable, connection?: SendHandle | Connection, ...rest: unknown[]) => boolean;

/**
 * Closes what a worker that ended was handed and had not taken: `node:cluster` keeps such a connection open without anyone to
 * answer it, so its client would wait until it gives up. A closed one it tries again, on the next worker.
 */
export function closeConnectionsNotTaken(worker: ChildProcess): void {
  const handed = new Map<number, Connection>();
  const send = worker.send.bind(worker) as Send;
  const remembering: Send = (message, connection, ...rest) => {
    const { act, seq } = message as Handover;
    if (act === 'newconn' && seq !== undefined && connection) handed.set(seq, connection as Connection);
    return send(message, connection, ...rest);
  };
  worker.send = remembering as ChildProcess['send'];
  worker.on('internalMessage', ({ ack }: Handover) => {
    if (ack !== undefined) handed.delete(ack);
  });
  worker.once('exit', () => {
    for (const connection of handed.values()) connection.close();
  });
}

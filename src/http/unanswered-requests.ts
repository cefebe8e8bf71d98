import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for their answers: HTTP allows a client to send on without reading. */
const MOST = 16;

interface CountedSocket extends Socket {
  unanswered?: number;
}

/**
 * Ends a connection whose client asks on and on and does not read. Node reads on while the answers are not yet written, up to
 * thousands of requests in one chunk. `Server` makes one of these for each request before anything else sees it.
 */
export class CountedResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  // Node passes more than its types say
  constructor(...given: [request: Request]) {
    super(...given);
    const socket = given[0].socket as CountedSocket;
    socket.unanswered = (socket.unanswered ?? 0) + 1;
    if (socket.unanswered > MOST) socket.destroy();
  }

  /** Node calls it once the answer is written. */
  override detachSocket(socket: CountedSocket): void {
    super.detachSocket(socket);
    socket.unanswered = (socket.unanswered ?? 1) - 1;
  }
}

/** Whether the connection was ended, so that no one waits for the answer: requests of the same chunk still come in. */
export function isGivenUp({ socket }: IncomingMessage): boolean {
  return socket.destroyed;
}

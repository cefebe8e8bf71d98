import { connect } from 'node:net';

const PATIENCE = 20_000;
/** The parts of an answer that are read. */
const MAX_ANSWER = 300_000;

const TRIES = 3;

/**
 * Sends the very bytes of a request. `{status, head, body}`, or `{fault}` when no answer came. A server may answer and close
 * before it has read the whole body; where the answer was lost in that, the request is sent again (RFC 9112 section 9.6).
 */
export async function send(server, request) {
  for (let tries = 1; ; tries++) {
    const answer = await sendOnce(server, request);
    if (tries === TRIES || !/EPIPE|ECONNRESET/.test(answer.fault ?? '')) return answer;
  }
}

function sendOnce({ port }, { head, body }) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks = [];
    let size = 0;
    const finish = (fault) => {
      socket.destroy();
      const text = Buffer.concat(chunks)
        .toString('latin1')
        .replace(/^(?:HTTP\/1\.1 100 [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '');
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
      if (status === undefined) resolve({ fault: fault ?? 'closed without an answer' });
      else {
        const end = text.indexOf('\r\n\r\n');
        resolve({ status: Number(status), head: text.slice(0, end), body: text.slice(end + 4) });
      }
    };
    socket.setTimeout(PATIENCE, () => finish('no answer in 20 seconds'));
    socket.on('data', (chunk) => {
      size += chunk.length;
      if (size <= MAX_ANSWER) chunks.push(chunk);
    });
    socket.on('error', (error) => finish(error.message));
    socket.on('end', () => finish());
    socket.on('close', () => finish());
    socket.write(head);
    socket.write(body);
  });
}

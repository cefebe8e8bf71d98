import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Latchkey } from '../support/server.js';

interface Finished {
  request: IncomingMessage;
  response: ServerResponse;
  server: unknown;
}

/** Writes down what the server answered, since not every client in the documents shows its status. */
export class Recorder {
  private readonly answers: string[] = [];

  constructor(private readonly latchkey: Latchkey) {
    diagnostics.subscribe('http.server.response.finish', this.note);
  }

  /** Everything since the last time: `POST /auth/login 200`. */
  take(): string[] {
    return this.answers.splice(0);
  }

  stop(): void {
    diagnostics.unsubscribe('http.server.response.finish', this.note);
  }

  private readonly note = (message: unknown): void => {
    const { request, response, server } = message as Finished;
    if (server !== this.latchkey.app.getHttpServer()) return;
    this.answers.push(`${request.method ?? ''} ${request.url ?? ''} ${String(response.statusCode)}`);
  };
}

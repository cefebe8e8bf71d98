import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of another party on 127.0.0.1, with JSON documents, and texts that are tokens. */
export class DocumentHost {
  private readonly documents = new Map<string, unknown>();
  private published = 0;
  /** How often something was fetched. */
  visits = 0;
  /** What comes before each answer. */
  delay: (() => Promise<void>) | undefined;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<DocumentHost> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = new DocumentHost(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    server.on('request', (request, response) => {
      host.visits++;
      const document = host.documents.get(request.url ?? '');
      const isToken = typeof document === 'string';
      const type = isToken ? 'application/oauth-authz-req+jwt' : 'application/json';
      response.writeHead(document === undefined ? 404 : 200, { 'content-type': type });
      void (host.delay?.() ?? Promise.resolve()).then(() => {
        response.end(isToken ? document : JSON.stringify(document ?? {}));
      });
    });
    return host;
  }

  /** Publishes a document at a new address. */
  publish(document: unknown): string {
    const path = `/document-${String(++this.published)}.json`;
    this.documents.set(path, document);
    return `${this.origin}${path}`;
  }

  /** Puts another document in the place of one. */
  replace(address: string, document: unknown): void {
    this.documents.set(new URL(address).pathname, document);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

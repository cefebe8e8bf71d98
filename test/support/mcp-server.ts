import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';

const METADATA = '/.well-known/oauth-protected-resource/mcp';

/**
 * A small MCP server with one tool, which takes access tokens of this Latchkey for itself and tells all other callers
 * where to get one. @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
 */
export class ProtectedMcpServer {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  private constructor(
    private readonly server: Server,
    private readonly issuer: string,
    private readonly origin: string,
  ) {
    this.keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  }

  static async trusting(issuer: string): Promise<ProtectedMcpServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    const { port } = server.address() as AddressInfo;
    const mcp = new ProtectedMcpServer(server, issuer, `http://127.0.0.1:${String(port)}`);
    server.on('request', (request, response) => void mcp.answer(request, response));
    return mcp;
  }

  /** All that a client knows of it; also its resource identifier. */
  get url(): string {
    return `${this.origin}/mcp`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === METADATA) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(this.metadata()));
    } else if (request.url !== '/mcp') {
      response.writeHead(404).end();
    } else if (await this.mayEnter(request)) {
      await this.serve(request, response);
    } else {
      const challenge = `Bearer resource_metadata="${this.origin}${METADATA}", scope="tools:use"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    }
  }

  private metadata() {
    return { resource: this.url, authorization_servers: [this.issuer], scopes_supported: ['tools:use'] };
  }

  private async mayEnter({ headers }: IncomingMessage): Promise<boolean> {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return false;
    try {
      const rules = { issuer: this.issuer, audience: this.url, typ: 'at+jwt' };
      const { payload } = await jwtVerify(token, this.keys, rules);
      return (payload.scope as string).split(' ').includes('tools:use');
    } catch {
      return false;
    }
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const server = new McpServer({ name: 'calculator', version: '1.0.0' });
    server.registerTool('add', { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({
      content: [{ type: 'text', text: String(a + b) }],
    }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.on('close', () => void transport.close().then(() => server.close()));
    await server.connect(transport);
    await transport.handleRequest(request, response);
  }
}

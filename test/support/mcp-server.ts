import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';

const METADATA = '/.well-known/oauth-protected-resource/mcp';

/** The scope of each tool. */
const SCOPE_OF: Readonly<Record<string, string>> = { add: 'tools:use', multiply: 'tools:more' };

/**
 * A small MCP server with two tools, which takes access tokens of this Latchkey for itself and tells all other callers
 * where to get one, and for which scopes. @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
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
    } else {
      const scopes = await this.scopesOf(request);
      if (scopes.includes('tools:use')) await this.serve(request, response, scopes);
      else this.challenge(response, 401, 'scope="tools:use"');
    }
  }

  private challenge(response: ServerResponse, status: number, what: string): void {
    const challenge = `Bearer resource_metadata="${this.origin}${METADATA}", ${what}`;
    response.writeHead(status, { 'www-authenticate': challenge }).end();
  }

  private metadata() {
    return { resource: this.url, authorization_servers: [this.issuer], scopes_supported: ['tools:use'] };
  }

  private async scopesOf({ headers }: IncomingMessage): Promise<string[]> {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return [];
    try {
      const rules = { issuer: this.issuer, audience: this.url, typ: 'at+jwt' };
      const { payload } = await jwtVerify(token, this.keys, rules);
      return (payload.scope as string).split(' ');
    } catch {
      return [];
    }
  }

  private async serve(request: IncomingMessage, response: ServerResponse, scopes: string[]): Promise<void> {
    const message = await bodyOf(request);
    const needed = SCOPE_OF[message?.params?.name ?? ''];
    if (needed !== undefined && !scopes.includes(needed)) {
      // the specification: those that were granted, and those that the call needs beside them
      this.challenge(response, 403, `error="insufficient_scope", scope="${[...scopes, needed].join(' ')}"`);
      return;
    }
    const server = new McpServer({ name: 'calculator', version: '1.0.0' });
    server.registerTool('add', { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({
      content: [{ type: 'text', text: String(a + b) }],
    }));
    server.registerTool('multiply', { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({
      content: [{ type: 'text', text: String(a * b) }],
    }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.on('close', () => void transport.close().then(() => server.close()));
    await server.connect(transport);
    await transport.handleRequest(request, response, message);
  }
}

async function bodyOf(request: IncomingMessage): Promise<{ params?: { name?: string } } | undefined> {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? undefined : (JSON.parse(text) as { params?: { name?: string } });
}

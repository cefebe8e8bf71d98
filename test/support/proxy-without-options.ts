import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy in front of a PostgreSQL that refuses a startup message with `options`, as managed ones do, and carries all others. */
export class ProxyWithoutOptions {
  private readonly sockets = new Set<Socket>();
  /** The startup messages that were refused. */
  refused = 0;

  private constructor(
    private readonly server: Server,
    /** The database, as seen through the proxy. */
    readonly url: string,
  ) {}

  /** @param refusal the SQLSTATE and the message of the refusal */
  static async to(
    databaseUrl: string,
    refusal: readonly [code: string, message: string],
  ): Promise<ProxyWithoutOptions> {
    const { hostname, port } = new URL(databaseUrl);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    const own = { hostname: '127.0.0.1', port: String((server.address() as AddressInfo).port) };
    const proxy = new ProxyWithoutOptions(server, Object.assign(new URL(databaseUrl), own).href);
    server.on('connection', (near) => {
      proxy.keep(near);
      near.once('data', (startup: Buffer) => {
        // names and values, each ended by a NUL
        if (startup.includes('\0options\0')) {
          proxy.refused++;
          near.end(errorResponse(refusal));
          return;
        }
        const far = proxy.keep(connect(Number(port), hostname));
        near.on('close', () => far.destroy());
        far.on('close', () => near.destroy());
        far.write(startup);
        near.pipe(far).pipe(near);
      });
    });
    return proxy;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
  }
}

/** @see https://www.postgresql.org/docs/18/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-ERRORRESPONSE */
function errorResponse([code, message]: readonly [string, string]): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

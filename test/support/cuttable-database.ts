import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire to a PostgreSQL that a test can cut and mend. */
export class CuttableDatabase {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    /** The database, as seen through the wire. */
    readonly url: string,
  ) {}

  static async to(databaseUrl: string): Promise<CuttableDatabase> {
    const target = new URL(databaseUrl);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    const port = String((server.address() as AddressInfo).port);
    const wire = new CuttableDatabase(
      server,
      Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port }).href,
    );
    server.on('connection', (near) => {
      wire.carry(near, connect({ host: target.hostname, port: Number(target.port) }));
    });
    return wire;
  }

  /** Every connection breaks, and no new one comes about. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    if (this.isCut) near.destroy();
  }
}

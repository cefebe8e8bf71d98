import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Connection {
  near: Socket;
  far: Socket;
  /** The `application_name` it gave when it began. */
  application: string;
}

type Fault = 'cut' | 'stalled' | undefined;

/** A wire to a PostgreSQL that a test can cut, stall and mend; all of it, or the connections of one `application_name`. */
export class CuttableDatabase {
  private readonly connections = new Set<Connection>();
  /** Every open socket of clients, those that have said nothing yet too. */
  private readonly clients = new Set<Socket>();
  private fault: Fault;
  private concerned: string | undefined;
  /** Connections that were refused while the wire was cut. */
  refused = 0;

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

  /** Every connection (of this application) breaks, and no new one comes about. */
  cut(application?: string): void {
    this.become('cut', application);
    for (const connection of this.affected()) connection.near.destroy();
  }

  /** Every connection (of this application) stays open and carries nothing, as when packets get lost. */
  stall(application?: string): void {
    this.become('stalled', application);
    for (const { near, far } of this.affected()) {
      near.unpipe(far).pause();
      far.unpipe(near).pause();
    }
  }

  mend(): void {
    const mended = this.fault === 'stalled' ? this.affected() : [];
    this.fault = undefined;
    for (const { near, far } of mended) near.pipe(far).pipe(near);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const client of this.clients) client.destroy();
    await closed;
  }

  private become(fault: Fault, application: string | undefined): void {
    this.fault = fault;
    this.concerned = application;
  }

  private affected(): Connection[] {
    return [...this.connections].filter((connection) => this.concerns(connection));
  }

  private concerns({ application }: Connection): boolean {
    return this.fault !== undefined && (this.concerned === undefined || application === this.concerned);
  }

  private carry(near: Socket, far: Socket): void {
    this.clients.add(near);
    near
      .on('error', () => undefined)
      .on('close', () => {
        this.clients.delete(near);
        far.destroy();
      });
    far.on('error', () => undefined).on('close', () => near.destroy());
    near.once('data', (startup: Buffer) => {
      near.pause();
      const connection = { near, far, application: applicationOf(startup) };
      this.connections.add(connection);
      near.on('close', () => this.connections.delete(connection));
      far.write(startup);
      if (!this.concerns(connection)) near.pipe(far).pipe(near);
      else if (this.fault === 'cut') {
        this.refused++;
        near.destroy();
      }
    });
  }
}

/** Reads the startup message: names and values, each ended by a NUL, behind eight bytes. */
function applicationOf(startup: Buffer): string {
  const words = startup.subarray(8).toString('utf8').split('\0');
  return words[words.indexOf('application_name') + 1] ?? '';
}

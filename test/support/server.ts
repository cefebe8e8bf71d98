import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { DestinationStream } from 'pino';
import { Test } from '@nestjs/testing';
import { appOptions, completed, createAdapter } from '../../src/app.js';
import { AppModule } from '../../src/app.module.js';
import { PasswordCost } from '../../src/auth/password/password-cost.js';
import { Clock } from '../../src/clock/clock.js';
import { Settings, loadSettings } from '../../src/config/settings.js';
import { type CookieUse, cookieName } from '../../src/http/cookie.js';
import { FirstAdministrator } from '../../src/operations/first-administrator.js';
import { createLogger } from '../../src/operations/logging/logger.js';
import { NestLogger } from '../../src/operations/logging/nest-logger.js';
import { type TestDatabase, createDatabase } from './database.js';
import { freePort } from './free-port.js';

export const ADMINISTRATOR = { email: 'admin@example.com', password: 'correct horse battery staple' };
/** A hash of 0.1 ms, not 30: the threads that hash have a low priority and get no processor while others are busy. */
const CHEAP: PasswordCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const SECRET_KEY = 'dGhpcyBpcyB0aGUga2V5IG9mIHRoZSB0ZXN0cywgbm8gc2VjcmV0';

export interface LatchkeyOptions {
  /** Settings by the names of their environment variables, over those of the tests. */
  settings?: Record<string, string>;
  clock?: Clock;
  /** The name by which it is reached; passkeys need another than an address. */
  host?: string;
  /** That of production, where the hashes themselves are what a test is about. */
  passwordCost?: PasswordCost;
  /** Where the log goes, with LOG_LEVEL among the settings. */
  log?: DestinationStream;
  /** A database that several servers share; the test drops it. */
  database?: TestDatabase;
  /** Called for every route that Fastify registers. */
  onRoute?: (route: RouteOptions) => void;
}

/** The real application in this process, on 127.0.0.1, with its own database unless one is given. */
export interface Latchkey {
  baseUrl: string;
  settings: Settings;
  database: TestDatabase;
  app: NestFastifyApplication;
  /** The names of its cookies, which hold a hash of the issuer. */
  cookies: Record<CookieUse, string>;
  stop: () => Promise<void>;
}

export async function startLatchkey(options: LatchkeyOptions = {}): Promise<Latchkey> {
  const database = options.database ?? (await createDatabase());
  const port = await freePort();
  const baseUrl = `http://${options.host ?? '127.0.0.1'}:${String(port)}`;
  const given = loadSettings({
    HOST: '127.0.0.1',
    PORT: String(port),
    ISSUER: baseUrl,
    DATABASE_URL: database.url,
    SECRET_KEY,
    ADMIN_EMAIL: ADMINISTRATOR.email,
    ADMIN_PASSWORD: ADMINISTRATOR.password,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...options.settings,
  });
  const settings = Settings.complete(given, { databaseUrl: database.url, secretKey: SECRET_KEY });
  const logger = createLogger(settings.logLevel, options.log);
  const module = await Test.createTestingModule({ imports: [AppModule.for(settings)] })
    .overrideProvider(Clock)
    .useValue(options.clock ?? new Clock())
    .overrideProvider(PasswordCost)
    .useValue(options.passwordCost ?? CHEAP)
    .setLogger(new NestLogger(logger))
    .compile();
  const adapter = await createAdapter(settings, logger);
  if (options.onRoute) adapter.getInstance<FastifyInstance>().addHook('onRoute', options.onRoute);
  const app = await completed(module.createNestApplication<NestFastifyApplication>(adapter, appOptions(logger)));
  await app.get(FirstAdministrator, { strict: false }).ensure();
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.listen({ port, host: '127.0.0.1' });
  return {
    baseUrl,
    settings,
    database,
    app,
    cookies: {
      session: cookieName(settings.issuer, 'session'),
      state: cookieName(settings.issuer, 'state'),
      form: cookieName(settings.issuer, 'form'),
      half: cookieName(settings.issuer, 'half'),
      begun: cookieName(settings.issuer, 'begun'),
      trust: cookieName(settings.issuer, 'trust'),
    },
    stop: async () => {
      fastify.server.closeAllConnections();
      await app.close();
      if (!options.database) await database.drop();
    },
  };
}

import type { IncomingMessage } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { ApiDocument } from './http/api-docs/api-document.js';
import { AppModule } from './app.module.js';
import { Settings } from './config/settings.js';
import type { UnnamedProxy, UnreadableHop } from './network/client-address.js';
import { refuseAmbiguousIssuer, rewrittenPath } from './http/issuer-path.js';
import { RouteTable } from './http/route-table.js';
import { decorateAllowedMethods } from './http/allowed-methods.js';
import { BODY_LIMIT, registerBodyParsers } from './http/body-parsers.js';
import { allowCrossOrigin } from './http/cross-origin.js';
import { validationPipe } from './http/validation.pipe.js';
import { decorateOrigin } from './http/request-origin.js';
import { HealthService } from './operations/health/health.service.js';
import { answerParserError, answerRouterError } from './http/early-errors.js';
import { requestIdOf } from './http/request-id.js';
import { CountedResponse, isGivenUp } from './http/unanswered-requests.js';
import { standingHeaders } from './http/standing-headers.js';
import { NestLogger } from './operations/logging/nest-logger.js';
import { requests, unreadableForwardedFor } from './operations/metrics/metrics.js';

/** The whole server on a migrated database; it does not listen yet. */
export async function createApp(settings: Settings, logger: Logger): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.for(settings),
    await createAdapter(settings, logger),
    appOptions(logger),
  );
  return completed(app);
}

export function appOptions(logger: Logger): NestApplicationOptions {
  return { bodyParser: false, logger: new NestLogger(logger), abortOnError: false };
}

/** Fastify with everything that runs before Nest. */
export async function createAdapter(settings: Settings, logger: Logger): Promise<FastifyAdapter> {
  const logsRequests = logger.isLevelEnabled('debug');
  const { issuer } = settings;
  const headers = standingHeaders(issuer);
  const routes = new RouteTable();
  const adapter = new FastifyAdapter({
    logController: new LogController({ disableRequestLogging: !logsRequests }),
    // a child logger per request is only created if requests are logged
    ...(logsRequests ? { loggerInstance: logger } : { childLoggerFactory: () => logger }),
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: settings.keepAliveTimeout * 1000,
    // of a connection on which nothing moves: an answer that is not read is kept no longer
    connectionTimeout: 120_000,
    http: { ServerResponse: CountedResponse },
    // no middleware of Express is used
    skipMiddie: true,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    rewriteUrl: rewrittenPath(issuer, routes),
    frameworkErrors: answerRouterError(issuer),
    clientErrorHandler: answerParserError(issuer),
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isGivenUp(request.raw)) void reply.hijack();
    else done();
  });
  await fastify.register(fastifyCookie, { hook: false });
  registerBodyParsers(fastify);
  decorateOrigin(fastify, settings.trustProxy, { unreadable: unreadableHops(logger), unnamed: unnamedProxies(logger) });
  fastify.addHook('onRoute', (route) => {
    routes.add(route);
  });
  fastify.addHook('onReady', (done) => {
    refuseAmbiguousIssuer(issuer, routes);
    done();
  });
  decorateAllowedMethods(fastify, routes);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  allowCrossOrigin(fastify, answerRouterError(issuer));
  if (settings.metricsPort !== undefined) measure(fastify);
  return adapter;
}

/** Adds the hooks that need the modules, and makes the server ready to listen. */
export async function completed(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  const fastify = app.getHttpAdapter().getInstance();
  app.useGlobalPipes(validationPipe);
  const health = app.get(HealthService, { strict: false });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // clients with keep-alive connections open the next one at another node
    if (health.isStopping) void reply.header('connection', 'close');
    done();
  });
  app.get(ApiDocument, { strict: false }).describe(app, app.get(Settings).issuer);
  await app.init();
  await fastify.ready();
  return app;
}

function measure(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const status = `${String(reply.statusCode).charAt(0)}xx`;
    requests.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    done();
  });
}

/** An unreadable X-Forwarded-For makes all clients of a proxy one address: it is logged once, and counted. */
function unreadableHops(logger: Logger): UnreadableHop {
  let said = false;
  return (hop, proxy) => {
    unreadableForwardedFor.inc();
    if (said) return;
    said = true;
    logger.warn(
      { proxy, hop: hop.slice(0, 100) },
      'X-Forwarded-For of a proxy in TRUST_PROXY cannot be read, so the proxy itself counts as the client: ' +
        'let it write IP addresses, with or without a port',
    );
  };
}

/** Said once: a client in the same network may have written the header, and would fill the log. */
function unnamedProxies(logger: Logger): UnnamedProxy {
  let said = false;
  return (proxy) => {
    if (said) return;
    said = true;
    logger.warn(
      { proxy },
      'X-Forwarded-For comes from an address that TRUST_PROXY does not name, so all who come through it count as that one ' +
        `address, for limits and IP whitelists: if it is your proxy, set TRUST_PROXY=${proxy}, or its network`,
    );
  };
}

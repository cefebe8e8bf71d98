import { giveBackWhenIdle, growUnderLoad } from './operations/small-start.js';
import 'reflect-metadata';
import cluster from 'node:cluster';
import type { Logger } from 'pino';
import { readEnvironment } from './config/environment.js';
import { misspelledSettings } from './config/misspelled-settings.js';
import { type GivenSettings, Settings, loadSettings } from './config/settings.js';
import { WorkerFailed, Workers, openedByPrimary } from './operations/cluster.js';
import { freePort } from './operations/free-port.js';
import { explainFailure } from './explain-failure.js';
import { GracefulStop } from './operations/graceful-stop.js';
import { createLogger } from './operations/logging/logger.js';
import { serveClusterMetrics } from './operations/metrics/cluster-metrics.js';
import { welcome } from './operations/welcome.js';
import { tooFewConnections } from './persistence/database/connection-room.js';
import { openDatabase } from './persistence/database/database-at-start.js';

let given: GivenSettings | undefined;
let stop: GracefulStop | undefined;

try {
  let env = readEnvironment();
  given = loadSettings(env);
  if (given.port === 0) {
    env = { ...env, PORT: String(await freePort(given.host)) };
    given = loadSettings(env);
  }
  const logger = createLogger(given.logLevel);
  stop = new GracefulStop(logger);
  await (cluster.isPrimary ? lead(given, env, logger, stop) : work(given, logger, stop));
  growUnderLoad();
  giveBackWhenIdle();
} catch (error) {
  // a start that was interrupted is no failure: the stop ends the process
  if (!stop?.hasBegun) {
    if (!(error instanceof WorkerFailed)) console.error(explainFailure(error, given));
    await stop?.undo();
    process.exit(1);
  }
}

/** The first process: database, migrations, then the server itself or the workers that share it. */
async function lead(given: GivenSettings, env: NodeJS.ProcessEnv, logger: Logger, stop: GracefulStop): Promise<void> {
  for (const [name, meant] of misspelledSettings(env)) logger.warn(`${name} is no setting: did you mean ${meant}?`);
  // the application loads while the database starts
  const application = given.workers === 1 ? import('./serving-node.js') : undefined;
  application?.catch(() => undefined);
  const database = await openDatabase(given, logger);
  const { settings } = database;
  stop.first(() => database.stop());
  if (given.databaseUrl !== undefined) {
    const few = await tooFewConnections(given.databaseUrl, given.workers).catch(() => undefined);
    if (few !== undefined) logger.warn(few);
  }

  if (application) {
    const serving = await (await application).serve(settings, logger);
    stop.first((signal) => serving.stop(signal));
    console.log(welcome({ settings, data: database.description, ...serving }));
    return;
  }
  const workers = new Workers(settings, env, logger);
  stop.first((signal) => workers.stop(signal));
  const ready = await workers.start();
  if (settings.metricsPort !== undefined) await serveClusterMetrics(settings.metricsPort, settings.host);
  console.log(welcome({ settings, data: database.description, ...ready }));
}

/** A further process on a database that the first has made ready. */
async function work(given: GivenSettings, logger: Logger, stop: GracefulStop): Promise<void> {
  const settings = Settings.complete(given, openedByPrimary());
  const { serve } = await import('./serving-node.js');
  const serving = await serve(settings, logger);
  stop.first((signal) => serving.stop(signal));
  process.send?.({ url: serving.url, administrator: serving.administrator });
}

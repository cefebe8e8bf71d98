#!/usr/bin/env node
// Stands in for Prisma's schema-engine binary, which would be downloaded: the same JSON-RPC over stdio, answered by
// the official WebAssembly build of that engine (@prisma/schema-engine-wasm) over @prisma/adapter-pg.
import fs from 'node:fs';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

const wasmEntry = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm'));

let panic = '';
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => {
    panic = message;
  },
};
process.on('uncaughtException', (error) => {
  logError(panic || error.message, { backtrace: error.stack });
  process.exit(101);
});

function logError(message, extra = {}) {
  const line = {
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    fields: { message, ...extra },
    target: 'schema_engine::logger',
  };
  fs.writeSync(2, JSON.stringify(line) + '\n');
}

const argv = process.argv.slice(2);
const options = (name) => argv.flatMap((word, i) => (word === name ? [argv[i + 1]] : []));
const url = JSON.parse(options('--datasource')[0] ?? '{}').url;

// ---- database ----

const target = () => new URL(url);
const mainDatabase = () => decodeURIComponent(target().pathname.slice(1));

function config(database = mainDatabase()) {
  const at = target();
  at.pathname = '/' + encodeURIComponent(database);
  at.searchParams.delete('schema'); // Prisma's own parameter, unknown to PostgreSQL
  return { connectionString: at.href, max: 1, options: '-c timezone=UTC' };
}

const open = new Set();
let patched = false;

async function adapter(database, afterwards) {
  const pool = new pg.Pool(config(database));
  const connection = await new PrismaPg(pool, { schema: target().searchParams.get('schema') ?? undefined }).connect();
  patchCharType(connection);
  connection.executeScript = async (sql) => {
    // adapter-pg splits on every ';'
    try {
      await pool.query(sql);
    } catch (error) {
      connection.onError(error);
    }
  };
  connection.dispose = async () => {
    if (!open.delete(connection)) return;
    await pool.end();
    await afterwards?.();
  };
  open.add(connection);
  return connection;
}

/** adapter-pg knows no "char" (oid 18), which the catalogues use: the engine reads one such column as char, the others as text. */
function patchCharType(connection) {
  if (patched) return;
  patched = true;
  const queryable = Object.getPrototypeOf(Object.getPrototypeOf(connection));
  const { performIO, queryRaw } = queryable;
  queryable.performIO = async function (query) {
    const result = await performIO.call(this, query);
    for (const field of result.fields) if (field.dataTypeID === 18) field.dataTypeID = 25;
    return result;
  };
  queryable.queryRaw = async function (query) {
    const result = await queryRaw.call(this, query);
    const column = result.columnNames.indexOf('constraint_type');
    if (column >= 0) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  };
}

async function administer(sql) {
  const client = new pg.Client(config('postgres'));
  await client.connect();
  try {
    await client.query(sql((name) => client.escapeIdentifier(name)));
  } finally {
    await client.end();
  }
}

const createDatabase = (name) => administer((quote) => `CREATE DATABASE ${quote(name)}`);
const dropDatabase = (name) => administer((quote) => `DROP DATABASE ${quote(name)} WITH (FORCE)`);

const factory = {
  provider: 'postgres',
  adapterName: '@prisma/adapter-pg',
  connect: () => adapter(),
  /** adapter-pg's own connects to the MAIN database when it was given a connection string. */
  async connectToShadowDb() {
    const name = 'prisma_migrate_shadow_db_' + crypto.randomUUID();
    await createDatabase(name);
    return adapter(name, () => dropDatabase(name));
  },
};

async function canConnect() {
  const client = new pg.Client(config());
  await client.connect();
  await client.end();
}

// ---- the engine: a new one for every call, because after applyMigrations one refuses its next shadow database ----

let loaded = false;

async function load() {
  if (loaded) return;
  loaded = true;
  const wasm = fs.readFileSync(wasmEntry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

async function withEngine(act) {
  await load();
  const files = options('--datamodels').map((file) => [file, fs.readFileSync(file, 'utf8')]);
  const datamodels = files.length ? files : [['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']];
  const engine = await bindings.SchemaEngine.new(
    { datamodels },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await act(engine);
  } finally {
    await Promise.all([...open].map((connection) => connection.dispose()));
    engine.free();
  }
}

// ---- command line: --version, and "cli can-connect-to-database | create-database" ----

if (argv.includes('--version')) {
  const manifest = wasmEntry.replace(/schema_engine\.js$/, 'package.json');
  console.log('schema-engine-wasm ' + JSON.parse(fs.readFileSync(manifest, 'utf8')).version);
  process.exit(0);
}

const PRISMA_CODES = {
  '3D000': 'P1003',
  '28P01': 'P1000',
  28000: 'P1010',
  '42P04': 'P1009',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
};

const cli = argv.indexOf('cli');
if (cli >= 0) {
  try {
    if (argv[cli + 1] === 'create-database') await createDatabase(mainDatabase());
    else await canConnect();
    process.exit(0);
  } catch (error) {
    fs.writeSync(2, '\n'); // the command line drops the first line of stderr
    logError(error.message || String(error.code), { is_panic: false, error_code: PRISMA_CODES[error.code] });
    process.exit(1);
  }
}

// ---- JSON-RPC ----

const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');

/** Some calls find the schema of the migrations only in the cache that devDiagnostic has just filled. */
const warm = (engine, params) =>
  engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });

const methods = {
  getDatabaseVersion: () => withEngine((engine) => engine.version(null)),
  createDatabase: async () => {
    await createDatabase(mainDatabase());
    return { databaseName: mainDatabase() };
  },
  ensureConnectionValidity: async () => {
    await canConnect();
    return {};
  },
  evaluateDataLoss: (params) =>
    withEngine(async (engine) => {
      await warm(engine, params);
      return engine.evaluateDataLoss(params);
    }),
  createMigration: (params) =>
    withEngine(async (engine) => {
      await warm(engine, params);
      return engine.createMigration(params);
    }),
  async diff(params) {
    const result = await withEngine((engine) => engine.diff(params));
    if (result.stdout != null) {
      send({ method: 'print', id: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
    }
    return { exitCode: result.exitCode, stdout: null };
  },
};

async function answer({ id, method, params }) {
  try {
    const known = methods[method];
    const result = known ? await known(params) : await withEngine((engine) => engine[method](params));
    send({ id, result: result ?? null });
  } catch (error) {
    const data = {
      is_panic: false,
      message: error?.message ?? String(error),
      meta: error?.meta ?? null,
      error_code: error?.code ?? null,
    };
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

let queue = Promise.resolve();
readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request = JSON.parse(line);
    if (request.method) queue = queue.then(() => answer(request));
  })
  .on('close', () => queue.finally(() => process.exit(0)));

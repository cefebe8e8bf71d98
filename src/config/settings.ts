import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fieldsOf } from '../fields/field.js';
import { type Fault, readFields } from '../fields/read-fields.js';
import { docOf } from './setting-kinds.js';
import { SettingError } from './setting-error.js';
import { SettingsSchema } from './settings.schema.js';
import { unrunCommandFault } from './unrun-command.js';

/** Behind the name of a secret: the file that it lies in. */
const FILE = '_FILE';

/** What Kubernetes puts into `X_PORT` of each pod for a Service named x. */
const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\//;

/** Shells and `.env` files take the marks off. */
const QUOTED = /^(["']).*\1$/s;

export type Environment = Readonly<Record<string, string | undefined>>;
type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<S>;

type Resolved = Omit<SettingsSchema, 'ISSUER' | 'WORKERS' | 'PASSWORD_HASH_CONCURRENCY'> & {
  ISSUER: string;
  WORKERS: number;
  PASSWORD_HASH_CONCURRENCY: number;
};

/** The settings as given: `DATABASE_URL` and `SECRET_KEY` may be unset. Durations are in seconds unless the name says otherwise. */
export type GivenSettings = { readonly [Name in keyof Resolved as CamelCase<Name>]: Resolved[Name] };

type SettingsValues = GivenSettings & { readonly databaseUrl: string; readonly secretKey: string };

/** The complete settings of the running server. Injected by its class. */
export class Settings extends (Object as unknown as new () => SettingsValues) {
  /** Adds the URL and the key of the embedded database. */
  static complete(given: GivenSettings, generated: { databaseUrl: string; secretKey: string }): Settings {
    return Object.freeze(
      Object.assign(Object.create(Settings.prototype) as object, given, {
        databaseUrl: given.databaseUrl ?? generated.databaseUrl,
        secretKey: given.secretKey ?? generated.secretKey,
      }),
    );
  }
}

/** Whether the environment variable of this name is a setting. */
export function isSetting(name: string): boolean {
  return fieldsOf(SettingsSchema).has(name) || isFileOfSecret(name);
}

function isFileOfSecret(name: string): boolean {
  return name.endsWith(FILE) && isSecretSetting(name.slice(0, -FILE.length));
}

export function isSecretSetting(name: string): boolean {
  return fieldsOf(SettingsSchema).has(name) && docOf(name).secret === true;
}

export function settingNames(): string[] {
  return [...fieldsOf(SettingsSchema).keys()];
}

/** Reads and validates every setting. @throws SettingError for the first invalid one */
export function loadSettings(env: Environment): GivenSettings {
  const names = [...fieldsOf(SettingsSchema).keys()] as (keyof SettingsSchema)[];
  const given = Object.fromEntries(names.map((name) => [name, valueOf(env, name)]));
  const { value: parsed, faults } = readFields(SettingsSchema, given);
  if (faults !== undefined) throw firstFault(faults, given);
  const quoted = names.find((name) => docOf(name).secret !== true && QUOTED.test(given[name] ?? ''));
  if (quoted !== undefined)
    throw faultOf(
      quoted,
      `is ${given[quoted] ?? ''}, with quotation marks, which docker run --env-file does not take off`,
    );

  if (parsed.DATABASE_URL !== undefined && parsed.SECRET_KEY === undefined) {
    throw faultOf('SECRET_KEY', 'must be set when DATABASE_URL is, to the same value on every node');
  }
  if (parsed.METRICS_PORT !== undefined && parsed.METRICS_PORT !== 0 && parsed.METRICS_PORT === parsed.PORT) {
    throw faultOf('METRICS_PORT', `is ${String(parsed.PORT)}, and so is PORT; choose another`);
  }
  const workers = parsed.WORKERS === 'auto' ? availableParallelism() : parsed.WORKERS;
  const resolved: Resolved = Object.assign(parsed, {
    DATA_DIR: path.resolve(parsed.DATA_DIR),
    ISSUER: parsed.ISSUER ?? `http://localhost:${String(parsed.PORT)}`,
    WORKERS: workers,
    PASSWORD_HASH_CONCURRENCY:
      parsed.PASSWORD_HASH_CONCURRENCY === 'auto' ? hashConcurrency(workers) : parsed.PASSWORD_HASH_CONCURRENCY,
  });
  return Object.freeze(Object.fromEntries(names.map((name) => [camelCase(name), resolved[name]]))) as GivenSettings;
}

/** Hashing threads have a lower priority than the threads that serve, so there may be as many as cores. */
function hashConcurrency(workers: number): number {
  return Math.min(16, Math.max(1, Math.floor(availableParallelism() / workers)));
}

/** An empty value counts as unset, because `docker compose` files pass empty values on. */
function valueOf(env: Environment, name: string): string | undefined {
  const { secret, example, fallback } = docOf(name);
  return (secret ? secretIn(env, name, example) : textOf(env, name)) ?? fallback;
}

/**
 * A secret: the variable, or the file that another one names.
 * @throws SettingError for a file that cannot be read, for quotation marks around the variable, and for a command in
 * place of what it writes
 */
export function secretIn(env: Environment, name: string, example: string): string | undefined {
  const text = textOf(env, name);
  if (text !== undefined && QUOTED.test(text))
    throw new SettingError(name, 'is in quotation marks, which docker run --env-file does not take off', example);
  const secret = text ?? fromFile(env, name);
  const fault = secret === undefined ? undefined : unrunCommandFault(secret);
  if (fault !== undefined) throw new SettingError(name, fault, example);
  return secret;
}

function textOf(env: Environment, name: string): string | undefined {
  const text = env[name]?.trim();
  const isUnset = text === '' || (name.endsWith('PORT') && SERVICE_LINK.test(text ?? ''));
  return isUnset ? undefined : text;
}

/** A secret may lie in a file, as containers mount it. */
function fromFile(env: Environment, name: string): string | undefined {
  const file = textOf(env, name + FILE);
  if (file === undefined) return undefined;
  const fault = (is: string) =>
    new SettingError(name + FILE, `is ${file}, which ${is}`, `/run/secrets/${name.toLowerCase()}`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw fault(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  if (text === '') throw fault('is empty');
  return text;
}

function firstFault([fault]: readonly Fault[], given: Environment): SettingError {
  const name = fault?.path[0] ?? '';
  const isSecret = docOf(name).secret === true;
  const value = (given[name] ?? '').slice(0, 80);
  return faultOf(name, `${isSecret ? '' : `is ${JSON.stringify(value)} but `}${fault?.message ?? 'is wrong'}`);
}

function faultOf(name: string, fault: string): SettingError {
  return new SettingError(name, fault, docOf(name).example);
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

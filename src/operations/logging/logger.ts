import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { withoutSecrets } from './without-secrets.js';

/** Fields that are never logged, at the top of an entry and one level down. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
  'api_key',
  'password',
  'secret',
  'client_secret',
  'client_assertion',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'id_token_hint',
  'code',
  'code_verifier',
  'device_code',
  'user_code',
];

const REDACTED = SECRET_FIELDS.flatMap((field) => {
  const below = field.startsWith('[') ? field : `.${field}`;
  return field === 'code' ? [`*.body${below}`, `body${below}`] : [field, `*${below}`, `*.*${below}`];
});

const OPTIONS: LoggerOptions = {
  base: undefined,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: REDACTED, censor: '[redacted]' },
  serializers: { err: serializeError, error: serializeError, req: serializeRequest, res: serializeResponse },
  hooks: { streamWrite: withoutSecrets },
};

/** Characters that wait for room at most; lines beyond are lost. */
const WAITING = 1_000_000;

/** The server's log: one JSON object per line, without secrets. */
export function createLogger(level: string, destination: DestinationStream = standardOutput()): Logger {
  return pino({ ...OPTIONS, level }, destination);
}

let opened: DestinationStream | undefined;

/**
 * A disk without room, or a terminal that is gone, takes no lines: they wait, and the server goes on. There is no
 * `flushSync`, which would try to write a fatal line for ever.
 */
function standardOutput(): DestinationStream {
  if (opened !== undefined) return opened;
  const output = pino.destination({ fd: 1, sync: true, maxLength: WAITING });
  let failed = false;
  output.on('error', () => (failed = true));
  process.stdout.on('error', () => undefined);
  opened = {
    write: (line) => {
      if (failed) {
        failed = false;
        output.write(''); // writes those that wait: a line beyond the bound would not
      }
      output.write(line);
    },
  };
  return opened;
}

/** Drivers attach parameters and rows to their errors; only the fields that identify the fault are logged. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { errno: code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

function serializeRequest(request: { method?: string; url?: string }): object {
  return { method: request.method, path: request.url?.split('?', 1)[0] };
}

function serializeResponse(response: { statusCode?: number }): object {
  return { status: response.statusCode };
}

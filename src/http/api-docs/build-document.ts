import { STATUS_CODES } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { DocumentBuilder } from '@nestjs/swagger';
import { ownPath } from '../../protocol/own-address.js';
import { cookieName } from '../cookie.js';
import { applyOpenApiDecorators } from '../open-api.js';
import { describeClasses } from './json-schema.js';
import { forGenerators } from './nullable.js';
import { isObject, type OpenApiDocument, type Operation, operationsOf } from './open-api-types.js';
import { placeSchemas } from './place-schemas.js';
import { addRefusals } from './refused-answers.js';
import { nameSchemas } from './schema-names.js';

const ABOUT = `One host, several documented APIs, one core behind them.

* \`/auth\`, \`/v1/auth\`, \`/v1/session\`, \`/api/v1/auth\`, \`/api/v1/login\`: signing in, each as its own documentation has it.
* \`/oauth\`: OAuth 2.0. What it can do is in \`/.well-known/oauth-authorization-server\`.
* \`/api/v1\`: administration. Everything here is also reachable under \`/v1\`. Lists take \`limit\` and \`cursor\` and answer
  \`{"data":[…],"next_cursor":…}\`; a null cursor ends the list. Unknown members of a body are refused by name.

Every path may end with a slash. Every answer carries \`X-Request-Id\`.`;

/** The OpenAPI document of the whole server with this issuer. `app` need not be initialised. */
export async function buildDocument(app: INestApplication, issuer: string): Promise<OpenApiDocument> {
  const swagger = await applyOpenApiDecorators();
  describeClasses(swagger);
  const document = swagger.SwaggerModule.createDocument(app, frame(new swagger.DocumentBuilder(), issuer), {
    operationIdFactory: operationId,
    autoTagControllers: false,
  }) as unknown as OpenApiDocument;
  document.components = { ...document.components, responses: {} };
  dropTwins(document);
  for (const { operation } of operationsOf(document)) {
    complete(operation);
  }
  placeSchemas(document);
  forGenerators(document);
  nameSchemas(document);
  addRefusals(document, operationsOf(document));
  document.tags = tagsInOrder(document);
  return document;
}

function frame(builder: DocumentBuilder, issuer: string) {
  return builder
    .setOpenAPIVersion('3.1.0')
    .setTitle('Latchkey')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setDescription(ABOUT)
    .addServer(ownPath(issuer, '/'))
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token.' }, 'bearer')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-Key',
        description: 'An API key; as `?api_key=` where no header can be sent.',
      },
      'api-key',
    )
    .addCookieAuth(
      cookieName(issuer, 'session'),
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'Set by `/v1/session/login`.',
      },
      'session',
    )
    .addSecurity('client', {
      type: 'http',
      scheme: 'basic',
      description: '`client_id` and client secret, each form-encoded first; both may stand in the body instead.',
    })
    .build();
}

function complete(operation: Operation): void {
  operation.security ??= [];
  // it is an authentication scheme, described once, and not a parameter of each call
  const parameters = operation.parameters?.filter(({ name }) => name !== 'api_key') ?? [];
  if (parameters.length > 0) operation.parameters = parameters;
  else delete operation.parameters;
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (isObject(answer) && answer.description === '') answer.description = STATUS_CODES[status] ?? 'Answer';
  }
}

/** Documented faces first, then administration by name, then endpoints for machines. */
function tagsInOrder(document: OpenApiDocument): { name: string }[] {
  const rank = (tag: string) => (tag.startsWith('/') ? 0 : ['health', 'metadata'].includes(tag) ? 2 : 1);
  const tags = new Set(operationsOf(document).flatMap(({ operation }) => operation.tags ?? []));
  return [...tags].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((name) => ({ name }));
}

/** A route under both `/api/v1` and `/v1` is listed once. */
function dropTwins(document: OpenApiDocument): void {
  for (const [path, item] of Object.entries(document.paths)) {
    const twin = path.startsWith('/v1/') ? document.paths[`/api${path}`] : undefined;
    if (twin === undefined) continue;
    const isTwin = Object.entries(item).every(([method, { operationId }]) => twin[method]?.operationId === operationId);
    if (isTwin) Reflect.deleteProperty(document.paths, path);
  }
}

/** `auditEvents_list`; of a controller with one route just its name. The index of an aliased route is removed. */
function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  const things = name.replace(/^([A-Z]+)(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());
  const act = method.replace(/\[\d+\]$/, '');
  return act === things ? things : `${things}_${act}`;
}

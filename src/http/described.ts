import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from './open-api.js';
import { applyDecorators } from '@nestjs/common';
import type { FieldClass } from '../fields/kind.js';

/** What has no members. */
export class Nothing extends Object {}

const MEDIA_TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** The OpenAPI description of an endpoint that parses its request itself. */
export interface Description {
  /** The face: the common prefix of its paths. */
  face: string;
  summary: string;
  description?: string;
  /** Content types of the body; none: it takes no body. */
  as?: readonly (keyof typeof MEDIA_TYPES)[];
  body?: FieldClass;
  /** Whether the body is optional. */
  bodyOptional?: boolean;
  answer: FieldClass;
  /** Status of the answer; 200 by default. */
  status?: number;
  /** The alternative security schemes, by name; `none`: no credential is needed. */
  security?: readonly string[];
}

/** Documents an endpoint; enforces nothing. */
export function Described(description: Description): MethodDecorator {
  const { face, summary, as = [], body, bodyOptional = false, answer, status = 200, security = [] } = description;
  return applyDecorators(
    ApiTags(face),
    ApiOperation({
      summary,
      ...(description.description === undefined ? {} : { description: description.description }),
      security: security.map((scheme) => (scheme === 'none' ? {} : { [scheme]: [] })),
    }),
    ApiResponse({ status, type: answer }),
    ...(as.length === 0 ? [] : [ApiConsumes(...as.map((form) => MEDIA_TYPES[form]))]),
    ...(body === undefined ? [] : [ApiBody({ type: body, required: !bodyOptional })]),
  );
}

export interface BrowserDescription extends Pick<Description, 'face' | 'summary' | 'description'> {
  /** Descriptions of the parameters by name; a required one ends in `!`. */
  parameters: Readonly<Record<string, string>>;
  redirectsTo: string;
}

/** Documents an endpoint for browser navigation: it has no body, and the answer is a redirection or a page. */
export function DescribedForBrowsers({ face, summary, description, parameters, redirectsTo }: BrowserDescription) {
  return applyDecorators(
    ApiTags(face),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...Object.entries(parameters).map(([name, meaning]) =>
      ApiQuery({
        name: name.replace(/!$/, ''),
        description: meaning,
        required: name.endsWith('!'),
        schema: { type: 'string' },
      }),
    ),
    ApiResponse({ status: 303, description: redirectsTo }),
    ApiResponse({
      status: 400,
      description: 'A page that names the error.',
      content: { 'text/html': { schema: { type: 'string' } } },
    }),
  );
}

import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from './open-api.js';
import { applyDecorators } from '@nestjs/common';
import type { z } from 'zod';

const MEDIA_TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** What the OpenAPI document says of an endpoint that reads its request itself. */
export interface Description {
  /** The face it belongs to: the common beginning of its paths. */
  face: string;
  summary: string;
  description?: string;
  /** How its body may be sent; none: it takes no body. */
  as?: readonly (keyof typeof MEDIA_TYPES)[];
  body?: z.ZodType;
  /** Whether a request without a body is one, too. */
  bodyOptional?: boolean;
  answer: z.ZodType;
  /** Of the answer; 200 unless it says otherwise. */
  status?: number;
  /** The names of the security schemes any one of which will do; `none`: nothing need be shown. */
  security?: readonly string[];
}

/** Documents an endpoint; it enforces nothing. */
export function Described(description: Description): MethodDecorator {
  const { face, summary, as = [], body, bodyOptional = false, answer, status = 200, security = [] } = description;
  return applyDecorators(
    ApiTags(face),
    ApiOperation({
      summary,
      ...(description.description === undefined ? {} : { description: description.description }),
      security: security.map((scheme) => (scheme === 'none' ? {} : { [scheme]: [] })),
    }),
    ApiResponse({ status, standardSchema: answer }),
    ...(as.length === 0 ? [] : [ApiConsumes(...as.map((form) => MEDIA_TYPES[form]))]),
    ...(body === undefined ? [] : [ApiBody(bodyOf(body, !bodyOptional))]),
  );
}

/** The decorator's type lags behind what it takes. */
function bodyOf(standardSchema: z.ZodType, required: boolean) {
  return { standardSchema, required } as { required: boolean };
}

export interface BrowserDescription extends Pick<Description, 'face' | 'summary' | 'description'> {
  /** What each means, by their names; those that must be there end in `!`. */
  parameters: Readonly<Record<string, string>>;
  redirectsTo: string;
}

/** Documents an endpoint that browsers are sent to: there is no body, and the answer is a redirection or a page. */
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
      description: 'A page that says what is wrong.',
      content: { 'text/html': { schema: { type: 'string' } } },
    }),
  );
}

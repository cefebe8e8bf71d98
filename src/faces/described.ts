import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
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
  /** The names of the security schemes any one of which will do; `none`: nothing need be shown. */
  security?: readonly string[];
}

/** Documents an endpoint; it enforces nothing. */
export function Described(description: Description): MethodDecorator {
  const { face, summary, as = [], body, bodyOptional = false, answer, security = [] } = description;
  return applyDecorators(
    ApiTags(face),
    ApiOperation({
      summary,
      ...(description.description === undefined ? {} : { description: description.description }),
      security: security.map((scheme) => (scheme === 'none' ? {} : { [scheme]: [] })),
    }),
    ApiOkResponse({ standardSchema: answer }),
    ...(as.length === 0 ? [] : [ApiConsumes(...as.map((form) => MEDIA_TYPES[form]))]),
    ...(body === undefined ? [] : [ApiBody(bodyOf(body, !bodyOptional))]),
  );
}

/** The decorator's type lags behind what it takes. */
function bodyOf(standardSchema: z.ZodType, required: boolean) {
  return { standardSchema, required } as { required: boolean };
}

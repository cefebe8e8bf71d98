import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { isFieldClass } from '../fields/field.js';
import type { FieldClass } from '../fields/kind.js';
import { type Fault, readFields } from '../fields/read-fields.js';
import { Parameters, printable } from '../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../protocol/refusal.js';

const MAX_FAULTS = 20;

/** Reads every body and query of the REST API as its class of fields; an error names the field and the fix. */
class ValidationPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || !isFieldClass(metatype)) return value;
    if (type !== 'body') return validated(metatype, value as object, 'is not a parameter of this call');
    // a missing body equals an empty object
    return validated(metatype, objectOf(value === undefined ? {} : value), 'is not a field of this resource');
  }
}

export const validationPipe = new ValidationPipe();

/** An object as the class describes it. `unknown` is said of a member that the class has not. */
export function validated<T extends object>(owner: FieldClass<T>, given: object, unknown: string): T {
  const { value, faults } = readFields(owner, given);
  if (faults === undefined) return value;
  const fields = faults.slice(0, MAX_FAULTS).map(({ path, message }: Fault) => ({
    field: printable(message === undefined ? (path.at(-1) ?? '') : path.join('.')),
    message: message ?? unknown,
  }));
  const [first] = fields;
  if (first === undefined) throw new InvalidRequest('The request is malformed');
  // the path of an error may contain a name that the client chose: see InvalidRequest.madeUp
  throw new InvalidRequest(`${first.field}: ${first.message}`, fields, { detail: `a field ${first.message}` });
}

function objectOf(body: unknown): object {
  if (body instanceof Parameters) {
    throw new Refusal('unsupported_media_type', 'Content-Type: must be application/json');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequest('The request body must be a JSON object');
  }
  return body;
}

import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Parameters, printable } from '../protocol/parameters.js';
import { type FieldFault, InvalidRequest, Refusal } from '../protocol/refusal.js';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string;
  keys?: readonly string[];
}

const MAX_FAULTS = 20;

/** Validates every body, query and path parameter of the REST API against its schema; an error names the field and the fix. */
class SchemaPipe implements PipeTransform<unknown, Promise<unknown>> {
  async transform(value: unknown, { type, data, schema }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined || type === 'custom') return value;
    // a missing body equals an empty object
    const given = type === 'body' && value === undefined ? {} : value;
    if (type === 'body') refuseOtherThanObject(given);
    const result = await schema['~standard'].validate(given);
    if (result.issues === undefined) return result.value;
    const fields = (result.issues as readonly Issue[])
      .slice(0, MAX_FAULTS)
      .flatMap((issue) => faultsOf(issue, data === undefined ? type : printable(data)));
    const [first] = fields;
    if (first === undefined) throw new InvalidRequest('The request is malformed');
    // the path of an error may contain a name that the client chose: see InvalidRequest.madeUp
    throw new InvalidRequest(`${first.field}: ${first.message}`, fields, { detail: `a field ${first.message}` });
  }
}

export const validationPipe = new SchemaPipe();

function refuseOtherThanObject(body: unknown): void {
  if (body instanceof Parameters) {
    throw new Refusal('unsupported_media_type', 'Content-Type: must be application/json');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequest('The request body must be a JSON object');
  }
}

/** `whole` names the validated value, for an error that concerns no single field. */
function faultsOf(issue: Issue, whole: string): FieldFault[] {
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    const message = whole === 'query' ? 'is not a parameter of this call' : 'is not a field of this resource';
    return issue.keys.slice(0, MAX_FAULTS).map((key) => ({ field: printable(key), message }));
  }
  const path = (issue.path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return [{ field: path.length === 0 ? whole : printable(path.join('.')), message: issue.message }];
}

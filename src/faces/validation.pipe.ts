import { StandardSchemaValidationPipe } from '@nestjs/common';
import { printable } from '../protocol/parameters.js';
import { type FieldFault, InvalidRequest } from '../protocol/refusal.js';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string;
  keys?: readonly string[];
}

/** Holds every body, query and path parameter of the REST API against its schema; a fault names the field and the mend. */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const fields = (issues as readonly Issue[]).slice(0, 20).flatMap(faultsOf);
    const [first] = fields;
    return new InvalidRequest(first ? `${first.field}: ${first.message}` : 'The request is malformed', fields);
  },
});

function faultsOf(issue: Issue): FieldFault[] {
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.slice(0, 20).map((key) => ({ field: printable(key), message: 'is not a field of this resource' }));
  }
  const path = (issue.path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return [{ field: path.length === 0 ? 'body' : printable(path.join('.')), message: issue.message }];
}

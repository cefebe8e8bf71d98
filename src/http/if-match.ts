import { Headers } from '@nestjs/common';
import { ApiHeader } from './open-api.js';

const ANY = '*';

/** The version that a change is meant for, as the `If-Match` header names it; undefined: any. */
export function IfMatch(): ParameterDecorator {
  return (target, key, index) => {
    Headers('if-match')(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || descriptor === undefined) return;
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The `version` that was read, in quotes: another one is answered with 412, and nothing changes.',
      schema: { type: 'string', example: '"1B2M2Y8AsgTpgAmY7PhCfg"' },
    })(target, key, descriptor);
  };
}

/**
 * Whether a header names this version. Weak tags name none.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function isMatched(ifMatch: string | undefined, version: string): boolean {
  const tags = tagsOf(ifMatch);
  return tags.includes(ANY) || tags.includes(`"${version}"`);
}

/** Whether a change is meant for any version. */
export function isOfAnyVersion(ifMatch: string | undefined): boolean {
  return tagsOf(ifMatch).includes(ANY);
}

function tagsOf(ifMatch = ANY): string[] {
  return ifMatch.split(',', 20).map((tag) => tag.trim());
}

import { Headers } from '@nestjs/common';
import { ApiHeader } from './open-api.js';

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
  if (ifMatch === undefined) return true;
  const tags = ifMatch.split(',', 20).map((tag) => tag.trim());
  return tags.includes('*') || tags.includes(`"${version}"`);
}

import { IsString } from 'class-validator';
import { DECIDES, type JsonSchema, type Kind, rule } from './kind.js';

const STRING = 'must be a string';

/** Text as `read` tidies it, held to the rule that `faultOf` finds broken. */
export function ruledText(
  faultOf: (text: string) => string | undefined,
  schema: JsonSchema = {},
  read?: (text: string) => string,
): Kind<string> {
  return {
    schema: { type: 'string', ...schema },
    checks: (each) => [
      IsString({ ...each, message: STRING, context: DECIDES }),
      rule((value: string) => faultOf(value), { ...each }),
    ],
    ...(read !== undefined && { read: (given: unknown) => (typeof given === 'string' ? read(given) : given) }),
  };
}

import { IsBoolean } from 'class-validator';
import { DECIDES, type Kind } from '../fields/kind.js';

/** A switch in a query string: `true` or `false`. */
export const queryFlag: Kind<boolean> = {
  schema: { type: 'string', enum: ['true', 'false'] },
  checks: (each) => [IsBoolean({ ...each, message: 'must be true or false', context: DECIDES })],
  read: (given) => (given === 'true' ? true : given === 'false' ? false : given === true ? 'true' : given),
};

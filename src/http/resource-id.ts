import { described } from '../fields/kind.js';
import { uuid } from '../fields/kinds.js';

/** The id of a resource in a path or body. */
export const resourceId = described(uuid, { description: 'A UUID.' });

import { z } from 'zod';

/** The id of a resource in a path or body. */
export const resourceId = z.uuid('must be a UUID').toLowerCase().meta({ description: 'A UUID.' });

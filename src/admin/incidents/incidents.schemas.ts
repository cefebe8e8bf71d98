import { z } from 'zod';
import { plainText } from '../../http/plain-text.js';
import { pointInTime } from '../../http/point-in-time.js';
import { resourceId } from '../../http/resource-id.js';
import { networkParameter } from '../../network/network-parameter.js';
import type { Affected } from './incident.js';

export const incidentBody = z
  .strictObject({
    user_id: resourceId.optional().meta({ description: "This user's." }),
    client_id: plainText(256).min(1, 'must not be empty').optional().meta({ description: 'To this application.' }),
    ip: networkParameter.optional().meta({ description: 'Begun or last refreshed from this address or CIDR.' }),
    before: pointInTime.optional().meta({ description: 'Begun before this time.' }),
  })
  .refine((body) => Object.keys(body).length > 0, {
    message: 'must name at least one of user_id, client_id, ip and before',
  })
  .meta({ description: 'All that is given must match; at least one must be given.' });

export const affectedResource = z.object({
  sign_ins: z.int().meta({ description: 'Live sign-ins to applications, with their tokens.' }),
  sessions: z.int().meta({ description: 'Live browser sessions; 0 with a `client_id`.' }),
});

export type IncidentBody = z.infer<typeof incidentBody>;
export type AffectedResource = z.infer<typeof affectedResource>;

export function presentAffected({ signIns, sessions }: Affected): AffectedResource {
  return { sign_ins: signIns, sessions };
}

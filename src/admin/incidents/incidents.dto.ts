import { Field, Fields } from '../../fields/field.js';
import { integer } from '../../fields/kinds.js';
import { plainText } from '../../http/plain-text.js';
import { pointInTime } from '../../http/point-in-time.js';
import { resourceId } from '../../http/resource-id.js';
import { Network } from '../../network/network.js';
import { networkParameter } from '../../network/network-parameter.js';
import type { Affected } from './incident.js';

@Fields({ description: 'All that is given must match; at least one must be given.' })
export class IncidentBody {
  @Field(resourceId, { optional: true, description: "This user's." }) user_id?: string;
  @Field(plainText(256), { optional: true, description: 'To this application.' }) client_id?: string;

  @Field(networkParameter, { optional: true, description: 'Begun or last refreshed from this address or CIDR.' })
  ip?: Network;

  @Field(pointInTime, { optional: true, description: 'Begun before this time.' }) before?: Date;
}

/** A network or a time does not tell whether the token that made them was touched. */
const MADE = 'that the application made for people; 0 without a `client_id`, and with `ip` or `before`.';

export class AffectedResource {
  @Field(integer(), { description: 'Live sign-ins to applications, with their tokens.' }) sign_ins!: number;
  @Field(integer(), { description: 'Live browser sessions; 0 with a `client_id`.' }) sessions!: number;
  @Field(integer(), { description: `API keys ${MADE}` }) made_api_keys!: number;
  @Field(integer(), { description: `Applications ${MADE}` }) made_applications!: number;
}

export function presentAffected({ signIns, sessions, made }: Affected): AffectedResource {
  return { sign_ins: signIns, sessions, made_api_keys: made.apiKeys, made_applications: made.applications };
}

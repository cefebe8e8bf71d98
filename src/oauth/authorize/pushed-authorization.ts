import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { Handles } from '../../secrets/handles.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { callerOf } from '../stores/caller-of.js';
import type { Application } from '../stores/applications.js';
import { type PresentedRequest, PushedRequests } from '../stores/pushed-requests.js';
import { PATIENCE } from './ticket.js';

const PREFIX = 'urn:ietf:params:oauth:request_uri:';
const SECRET = 32;
/** Seconds until the browser must present it. RFC 9126 §2.2: "relatively short, e.g., between 5 and 600 seconds". */
export const PUSHED_LIFETIME = 60;
const MAX_LENGTH = 16_384;

/** Whether a `request_uri` is in the form that this server issues. */
export function isPushed(requestUri: string): boolean {
  return requestUri.startsWith(PREFIX);
}

/** Pushed authorization requests. @see https://www.rfc-editor.org/rfc/rfc9126 */
@Injectable()
export class PushedAuthorization {
  constructor(
    private readonly requests: PushedRequests,
    private readonly handles: Handles,
    private readonly clock: Clock,
  ) {}

  /** Stores a checked request; returns its `request_uri`. */
  async push(parameters: Parameters, client: Application, { address }: Origin): Promise<string> {
    const form = parameters.toForm();
    if (form.length > MAX_LENGTH) throw new InvalidRequest(`The request is longer than ${MAX_LENGTH} characters`);
    const secret = newSecret();
    const expiresAt = new Date(this.clock.now().getTime() + PUSHED_LIFETIME * 1000);
    const request = { applicationId: client.id, parameters: form, expiresAt };
    await this.requests.push(sha256(secret), request, callerOf(client, address));
    return this.handles.format(PREFIX, secret);
  }

  /**
   * The pushed request. It must be unexpired when the browser first presents it; later steps may take longer.
   * @throws Refusal `invalid_request_uri`
   */
  async read(
    requestUri: string,
    client: Application,
    startedAt: Date,
  ): Promise<{ parameters: Parameters; presented: PresentedRequest }> {
    const { clientId } = client;
    const secret = this.handles.parse(PREFIX, SECRET, requestUri);
    if (secret === undefined) throw invalid('not a request_uri of this server', clientId);
    const hash = sha256(secret);
    const pushed = await this.requests.find(hash);
    if (pushed === undefined) throw invalid('no such pushed request', clientId);
    if (pushed.applicationId !== client.id) throw invalid("another client's pushed request", clientId);
    if (pushed.used) throw invalid('the pushed request was used before', clientId);
    if (pushed.expiresAt <= startedAt) throw invalid('the pushed request has expired', clientId);
    const presented = { hash, bytes: Buffer.byteLength(pushed.parameters), stays: pushed.stays };
    return { parameters: Parameters.fromForm(pushed.parameters), presented };
  }

  /** Keeps it for the person whose browser came with it at `startedAt`; nothing changes for other browsers. */
  async stay(presented: PresentedRequest, startedAt: Date, { address }: Origin): Promise<void> {
    if (presented.stays) return;
    await this.requests.stay(presented, new Date(startedAt.getTime() + PATIENCE * 1000), networkOf(address));
  }

  /** Consumes it. RFC 9126 §4: "the client MUST only use a request_uri value once". */
  async use(presented: PresentedRequest, { clientId }: Application, { address }: Origin): Promise<void> {
    if (await this.requests.use(presented, this.clock.now(), networkOf(address))) return;
    throw invalid('the pushed request was used before', clientId);
  }
}

function invalid(detail: string, clientId: string): Refusal {
  return new Refusal('invalid_request_uri', 'request_uri: is unknown, expired or was used before', {
    detail,
    subject: { clientId },
  });
}

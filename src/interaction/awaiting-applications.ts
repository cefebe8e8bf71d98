import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { Application } from '../oauth/stores/applications.js';
import { DeviceDecision } from './device-decision.js';
import { onPagesOf } from './on-pages-of.js';
import { RESUME, WaitingRequests } from './waiting-requests.js';

/** What a person is on the way to. */
export interface AwaitingApplication {
  /** That of the request, or the one on the device: its brand is on the pages. */
  application: Application;
  /** Where the answer goes; undefined: a device waits for it. */
  redirectUri: string | undefined;
  /** The classes of authentication that the request insists on. */
  essentialAcrs: readonly string[];
}

/** Finds the application that waits for a person, by its request or by the code of its device, checked again. */
@Injectable()
export class AwaitingApplications {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly pipeline: AuthorizationPipeline,
    private readonly devices: DeviceDecision,
  ) {}

  async of(waiting: WaitingRequest, request: FastifyRequest): Promise<AwaitingApplication> {
    const found = await this.find(waiting, request.origin);
    onPagesOf(found.application, request);
    return found;
  }

  private async find(waiting: WaitingRequest, origin: FastifyRequest['origin']): Promise<AwaitingApplication> {
    if (this.requests.wayOnOf(waiting) === RESUME) {
      const { client: application, redirectUri, essentialAcrs } = await this.pipeline.check(waiting, origin);
      return { application, redirectUri, essentialAcrs };
    }
    const { application } = await this.devices.find(waiting.parameters.required('user_code'), origin);
    return { application, redirectUri: undefined, essentialAcrs: [] };
  }
}

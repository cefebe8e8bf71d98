import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { SecretKey } from '../../secrets/secret-key.js';

/** An authorization request that waits for a person. */
export interface WaitingRequest {
  parameters: Parameters;
  /** When the browser first came with it. */
  startedAt: Date;
  /** The account with which a person, asked which one, wants to go on. */
  chosenAccount?: string | undefined;
}

/** Milliseconds; a form; an account's id. */
interface Content {
  at: number;
  form: string;
  chosen?: string;
}

/** Seconds a person may take to sign in and decide. */
const PATIENCE = 3600;
const CONTEXT = 'authorization ticket';
const MAX_TICKET = 32_768;

/**
 * Carries an authorization request through the pages where a person signs in and decides. Sealed, so that its start
 * cannot be forged; nothing is stored. The request is checked afresh every time it comes back.
 */
@Injectable()
export class Tickets {
  constructor(
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {}

  seal({ parameters, startedAt, chosenAccount }: WaitingRequest): string {
    const content = JSON.stringify({ at: startedAt.getTime(), form: parameters.toForm(), chosen: chosenAccount });
    return this.key.seal(Buffer.from(content), CONTEXT).toString('base64url');
  }

  open(ticket: string): WaitingRequest {
    const { at, form, chosen } = this.read(ticket);
    if (this.clock.now().getTime() - at > PATIENCE * 1000) {
      throw new InvalidRequest('This took too long. Please go back to the application and start again.');
    }
    return { parameters: Parameters.fromForm(form), startedAt: new Date(at), chosenAccount: chosen };
  }

  private read(ticket: string): Content {
    try {
      if (ticket.length > MAX_TICKET) throw new Error('too long');
      const content = this.key.open(Buffer.from(ticket, 'base64url'), CONTEXT);
      return JSON.parse(content.toString()) as Content;
    } catch (cause) {
      throw new InvalidRequest('This page is no longer valid. Please go back to the application and start again.', [], {
        detail: 'not an authorization ticket of this server',
        cause,
      });
    }
  }
}

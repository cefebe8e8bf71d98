import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { SecretKey } from '../../secrets/secret-key.js';
import type { Answers } from './answers.js';

/** An authorization request that waits for a person. */
export interface WaitingRequest {
  parameters: Parameters;
  /** When the browser first sent it. */
  startedAt: Date;
  /** The application's default scopes at that time, if the request names none. */
  defaultScopes?: readonly string[] | undefined;
  /** The actions of the person on it. */
  answers?: Answers | undefined;
}

/** Times in milliseconds; the request as a form. */
interface Content {
  at: number;
  form: string;
  browser: string | null;
  defaults?: readonly string[];
  answers?: Answers;
}

/** Seconds a person may take to sign in and decide. */
const PATIENCE = 3600;
/** Seconds a browser may take to follow a redirect. */
const REDIRECT = 60;
const CONTEXT = 'authorization ticket';
const MAX_TICKET = 32_768;

/**
 * Carries an authorization request through the sign-in and consent pages. Sealed, so that its start time and the actions
 * in it cannot be forged, and bound to one browser; nothing is stored. The request is checked again every time the
 * ticket comes back.
 */
@Injectable()
export class Tickets {
  constructor(
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {}

  /** @param browser the mark of the browser; null: a form of another site was sent without a cookie */
  seal({ parameters, startedAt, defaultScopes, answers }: WaitingRequest, browser: string | null): string {
    const content: Content = {
      at: startedAt.getTime(),
      form: parameters.toForm(),
      browser,
      ...(defaultScopes && { defaults: defaultScopes }),
      ...(answers && { answers }),
    };
    return this.key.seal(Buffer.from(JSON.stringify(content)), CONTEXT).toString('base64url');
  }

  /** @throws InvalidRequest for a ticket of another browser */
  open(ticket: string, browser: string): WaitingRequest {
    const content = this.read(ticket);
    if (content.browser !== browser) throw foreign();
    return this.waiting(content, PATIENCE);
  }

  /** As `open`; a ticket without a browser is accepted from the browser that follows its redirect. */
  openArriving(ticket: string, browser: string): WaitingRequest {
    const content = this.read(ticket);
    if (content.browser !== null && content.browser !== browser) throw foreign();
    return this.waiting(content, content.browser === null ? REDIRECT : PATIENCE);
  }

  private waiting({ at, form, defaults, answers }: Content, patience: number): WaitingRequest {
    if (this.clock.now().getTime() - at > patience * 1000) {
      throw new InvalidRequest('This took too long. Please go back to the application and start again.');
    }
    return { parameters: Parameters.fromForm(form), startedAt: new Date(at), defaultScopes: defaults, answers };
  }

  private read(ticket: string): Content {
    try {
      if (ticket.length > MAX_TICKET) throw new Error('too long');
      const sealed = Buffer.from(ticket, 'base64url');
      if (sealed.toString('base64url') !== ticket) throw new Error('not base64url');
      const content = this.key.open(sealed, CONTEXT);
      return JSON.parse(content.toString()) as Content;
    } catch (cause) {
      throw new InvalidRequest('This page is no longer valid. Please go back to the application and start again.', [], {
        detail: 'not an authorization ticket of this server',
        cause,
      });
    }
  }
}

function foreign(): InvalidRequest {
  return new InvalidRequest(
    'This page was begun in another browser, or this one keeps no cookies. Please start again from the application.',
    [],
    { detail: 'a ticket of another browser' },
  );
}

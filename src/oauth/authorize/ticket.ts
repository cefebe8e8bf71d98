import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { SECONDS } from '../../protocol/durations.js';
import { SecretKey } from '../../secrets/secret-key.js';
import type { Answers } from './answers.js';
import { type Kept, LongRequests } from './long-requests.js';

/** An authorization request that waits for a person. */
export interface WaitingRequest {
  parameters: Parameters;
  /** Whether the parameters are those of a request object, whose signature was verified before. */
  signed?: boolean | undefined;
  /** The application's epoch when that signature was verified; undefined: a version before sealed it. */
  signedUnder?: number | undefined;
  /** When the browser first sent it. */
  startedAt: Date;
  /** The application's default scopes at that time, if the request names none. */
  defaultScopes?: readonly string[] | undefined;
  /** The actions of the person on it. */
  answers?: Answers | undefined;
  /** The stored row, if the request is too long for an address. */
  kept?: Kept | undefined;
}

/** The request: the parameters as a form, and the default scopes. */
interface Asked {
  form: string;
  signed?: boolean | undefined;
  signedUnder?: number | undefined;
  defaults?: readonly string[] | undefined;
}

/** Times in milliseconds; either the request as JSON, or the handle of its row. */
interface Content {
  at: number;
  asked?: string;
  kept?: string;
  browser: string | null;
  answers?: Answers;
}

/** Seconds a person may take to sign in and decide. */
export const PATIENCE = SECONDS.hour;
/** Seconds a browser may take to follow a redirect. */
const REDIRECT = 60;
const CONTEXT = 'authorization ticket';
/** Characters of a request that travels in an address: proxies accept headers of 4 kB, and a ticket is 1.4 times as long. */
const MAX_TRAVELLING = 1024;
const MAX_TICKET = 4096;

/**
 * Carries an authorization request through the sign-in and consent pages. Sealed, so that its start time and the actions
 * in it cannot be forged, and bound to one browser. A short request travels in it, a long one is stored. The request is
 * checked again every time the ticket comes back, but for the signature of a request object.
 */
@Injectable()
export class Tickets {
  constructor(
    private readonly key: SecretKey,
    private readonly long: LongRequests,
    private readonly clock: Clock,
  ) {}

  /**
   * @param browser the mark of the browser; null: a form of another site was sent without a cookie
   * @param address the client address, for the bounds of stored requests
   * @throws InvalidRequest for a request that is too long to store, TooManyRequests
   */
  async seal(waiting: WaitingRequest, browser: string | null, address: string): Promise<string> {
    const { parameters, signed, signedUnder, startedAt, defaultScopes: defaults, answers, kept } = waiting;
    const asked = JSON.stringify({ form: parameters.toForm(), signed, signedUnder, defaults } satisfies Asked);
    const at = startedAt.getTime();
    const content: Content = {
      at,
      ...(asked.length <= MAX_TRAVELLING
        ? { asked }
        : { kept: await this.long.keep(asked, address, at + PATIENCE * 1000, kept) }),
      browser,
      ...(answers && { answers }),
    };
    return this.key.seal(Buffer.from(JSON.stringify(content)), CONTEXT).toString('base64url');
  }

  /** @param marks of the browser; none where it cannot be told from others @throws InvalidRequest for a ticket of another one */
  open(ticket: string, marks: readonly string[]): Promise<WaitingRequest> {
    const content = this.read(ticket);
    if (content.browser === null || !marks.includes(content.browser)) throw foreign(marks);
    return this.waiting(content, PATIENCE);
  }

  /** As `open`; a ticket without a browser is accepted from the browser that follows its redirect. */
  openArriving(ticket: string, marks: readonly string[]): Promise<WaitingRequest> {
    const content = this.read(ticket);
    if (content.browser !== null && !marks.includes(content.browser)) throw foreign(marks);
    return this.waiting(content, content.browser === null ? REDIRECT : PATIENCE);
  }

  private async waiting({ at, asked, kept: handle, answers }: Content, patience: number): Promise<WaitingRequest> {
    if (this.clock.now().getTime() - at > patience * 1000) throw tookTooLong();
    const kept = handle === undefined ? undefined : await this.long.find(handle);
    const text = kept?.asked ?? asked;
    if (text === undefined) throw tookTooLong();
    const { form, defaults: defaultScopes, ...verified } = JSON.parse(text) as Asked;
    return {
      parameters: Parameters.fromForm(form),
      ...verified,
      startedAt: new Date(at),
      defaultScopes,
      answers,
      kept,
    };
  }

  private read(ticket: string): Content {
    try {
      if (ticket.length > MAX_TICKET) throw new Error('too long');
      const sealed = Buffer.from(ticket, 'base64url');
      if (sealed.toString('base64url') !== ticket) throw new Error('not base64url');
      const content = this.key.open(sealed, CONTEXT);
      return JSON.parse(content.toString()) as Content;
    } catch (cause) {
      throw noLongerValid('not an authorization ticket of this server', cause);
    }
  }
}

export function noLongerValid(detail: string, cause?: unknown): InvalidRequest {
  const message = 'This page is no longer valid. Please go back to the application and start again.';
  return new InvalidRequest(message, [], { detail, cause });
}

function tookTooLong(): InvalidRequest {
  return new InvalidRequest('This took too long. Please go back to the application and start again.');
}

function foreign(marks: readonly string[]): InvalidRequest {
  if (marks.length === 0) {
    const explanation =
      'This site needs cookies, and your browser sent none. Allow cookies for this site, and start again from the application.';
    return new InvalidRequest(explanation, [], { detail: 'a ticket without the cookie of its browser' });
  }
  return new InvalidRequest('This page was begun in another browser. Please start again from the application.', [], {
    detail: 'a ticket of another browser',
  });
}

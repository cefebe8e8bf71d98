import { type ArgumentsHost, Catch, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { SecondFactorRequired } from '../oauth/grants/password-verifier.js';
import { Looks } from '../pages/looks.js';
import { HalfSessions } from './half-sessions.js';

/** Answers as ever that a second factor is needed, and lets the browser complete the sign-in without the password. */
@Catch(SecondFactorRequired)
@Injectable()
export class HalfSessionFilter extends RefusalFilter {
  constructor(
    notes: RefusalNotes,
    settings: Settings,
    looks: Looks,
    private readonly halves: HalfSessions,
  ) {
    super(notes, settings, looks);
  }

  override catch(error: SecondFactorRequired, host: ArgumentsHost): void | Promise<void> {
    const http = host.switchToHttp();
    this.halves.keep(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return super.catch(error, host);
  }
}

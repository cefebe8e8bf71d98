import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { parametersOf } from '../../http/request-parameters.js';
import { statusOf } from '../../http/status.js';
import type { ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { CheckList } from '../../protocol/check-list.js';
import type { Parameters } from '../../protocol/parameters.js';
import { placedIn, Refusal } from '../../protocol/refusal.js';
import { LocalStrategy, type PasswordAttempt } from './local.strategy.js';
import type { LoginAndPassword } from './login-and-password.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The person whose password this request carried. */
    passwordPerson?: ProvedPerson;
    /** Why the password of this request was refused, for handlers that are told. */
    passwordRefusal?: Refusal;
  }
}

/** The parameters and checks of a route that takes a name and a password. */
interface PasswordLogin {
  body: 'form' | 'json';
  /** Refuses every parameter that the call does not define. */
  read: (parameters: Parameters) => LoginAndPassword;
  /** All checks of the call, for the steps of a refusal; by default those of the password. */
  checks?: CheckList;
  /** Whether the handler also runs on a refusal; see `@PasswordOutcome()`. Server errors are thrown. */
  tellsRefusal?: boolean;
}

const PASSWORD_LOGIN = 'password login';

/**
 * Admits a request whose body carries a name and its password. Our own parser reads them first: passport-local alone would
 * also read them from the URL, let other fields pass, and answer a missing field without its name.
 */
@Injectable()
export class PasswordGuard extends AuthGuard() {
  constructor(
    strategy: LocalStrategy,
    private readonly reflector: Reflector,
  ) {
    super({
      // A strategy and not its name: passport registers names per process, and a process may hold several servers. One strategy
      // per request: passport stores the outcome on it, and concurrent logins would otherwise see each other's.
      get defaultStrategy() {
        return Object.create(strategy) as LocalStrategy;
      },
    });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    try {
      return (await super.canActivate(context)) as boolean;
    } catch (error) {
      const isTold = this.loginOf(context).tellsRefusal === true && error instanceof Refusal;
      if (!isTold || statusOf(error.reason) >= 500) throw error;
      context.switchToHttp().getRequest<FastifyRequest>().passwordRefusal = error;
      return true;
    }
  }

  override getRequest(context: ExecutionContext): PasswordAttempt {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { body, read } = this.loginOf(context);
    return { body: read(parametersOf(request, [body])), origin: request.origin };
  }

  override handleRequest<User>(error: unknown, person: User | false, _info: unknown, context: ExecutionContext): User {
    const { checks } = this.loginOf(context);
    if (error !== null) throw checks === undefined ? error : placedIn(checks, error);
    if (person === false) throw new Error('passport-local found nothing in credentials that were read');
    context.switchToHttp().getRequest<FastifyRequest>().passwordPerson = person as ProvedPerson;
    return person;
  }

  private loginOf(context: ExecutionContext): PasswordLogin {
    return this.reflector.get<PasswordLogin>(PASSWORD_LOGIN, context.getHandler());
  }
}

/** A route that a name and a password authenticate; its handler receives the person by `@PasswordPerson()`. */
export function LogsInWithPassword(login: PasswordLogin): MethodDecorator {
  return applyDecorators(SetMetadata(PASSWORD_LOGIN, login), UseGuards(PasswordGuard));
}

/**
 * A form of our own page with a name and a password. Its handler receives by `@PasswordOutcome()` the person or the
 * refusal to show in the page. `after`: the guard that checks the form itself, before any password is verified.
 */
export function TakesPassword({ after }: { after: Type<CanActivate> }): MethodDecorator {
  const login: PasswordLogin = { body: 'form', read: readForm, tellsRefusal: true };
  return applyDecorators(SetMetadata(PASSWORD_LOGIN, login), UseGuards(after, PasswordGuard));
}

function readForm(form: Parameters): LoginAndPassword {
  return { login: form.required('username'), password: form.required('password') };
}

export const PasswordPerson = createParamDecorator((_: unknown, context: ExecutionContext): ProvedPerson => {
  const { passwordPerson } = context.switchToHttp().getRequest<FastifyRequest>();
  if (passwordPerson === undefined) throw new Error(`${context.getHandler().name} lets in without a password`);
  return passwordPerson;
});

export const PasswordOutcome = createParamDecorator((_: unknown, context: ExecutionContext): ProvedPerson | Refusal => {
  const { passwordPerson, passwordRefusal } = context.switchToHttp().getRequest<FastifyRequest>();
  const outcome = passwordRefusal ?? passwordPerson;
  if (outcome === undefined) throw new Error(`${context.getHandler().name} takes no password`);
  return outcome;
});

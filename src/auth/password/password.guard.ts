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
import type { Account } from '../../oauth/stores/accounts.js';
import type { CheckList } from '../../protocol/check-list.js';
import type { Parameters } from '../../protocol/parameters.js';
import { along, Refusal } from '../../protocol/refusal.js';
import { LocalStrategy, type PasswordAttempt } from './local.strategy.js';
import type { TypedPassword } from './typed-password.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The account whose password came with this request. */
    passwordAccount?: Account;
    /** Why the password that came with this request let nothing in, where its handler is told. */
    passwordRefusal?: Refusal;
  }
}

/** How a route takes a name and a password. */
interface PasswordLogin {
  body: 'form' | 'json';
  /** Refuses every parameter that does not belong to the call. */
  read: (parameters: Parameters) => TypedPassword;
  /** Everything the call checks, for the steps of a refusal; the password's own checks unless it says otherwise. */
  checks?: CheckList;
  /** Whether the handler runs on a refusal, too, and tells it: see `@PasswordOutcome()`. What is the server's fault is thrown. */
  tellsRefusal?: boolean;
}

const PASSWORD_LOGIN = 'password login';

/**
 * Lets in who sends a name and its password in the body. Our own parser reads them first: passport-local alone would
 * take them from the URL, too, let other fields pass, and answer a missing one without its name.
 */
@Injectable()
export class PasswordGuard extends AuthGuard() {
  constructor(
    strategy: LocalStrategy,
    private readonly reflector: Reflector,
  ) {
    super({
      // A strategy, not its name: passport keeps names per process, and a process may hold several servers. One for each
      // request: passport puts the request's outcome on it, and would tell one person's to another who logs in meanwhile.
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

  override handleRequest<User>(error: unknown, account: User | false, _info: unknown, context: ExecutionContext): User {
    const { checks } = this.loginOf(context);
    if (error !== null) throw checks === undefined ? error : along(checks, error);
    if (account === false) throw new Error('passport-local found nothing in credentials that were read');
    context.switchToHttp().getRequest<FastifyRequest>().passwordAccount = account as Account;
    return account;
  }

  private loginOf(context: ExecutionContext): PasswordLogin {
    return this.reflector.get<PasswordLogin>(PASSWORD_LOGIN, context.getHandler());
  }
}

/** A route that a name and a password let in; its handler gets the account by `@PasswordAccount()`. */
export function LogsInWithPassword(login: PasswordLogin): MethodDecorator {
  return applyDecorators(SetMetadata(PASSWORD_LOGIN, login), UseGuards(PasswordGuard));
}

/**
 * A form of our own page that carries a name and a password. Its handler gets by `@PasswordOutcome()` the account, or the
 * refusal to draw the page with again. `after`: the guard that checks the form itself, before any password is looked at.
 */
export function TakesPassword({ after }: { after: Type<CanActivate> }): MethodDecorator {
  const login: PasswordLogin = { body: 'form', read: typedInForm, tellsRefusal: true };
  return applyDecorators(SetMetadata(PASSWORD_LOGIN, login), UseGuards(after, PasswordGuard));
}

function typedInForm(form: Parameters): TypedPassword {
  return { login: form.required('username'), password: form.required('password') };
}

export const PasswordAccount = createParamDecorator((_: unknown, context: ExecutionContext): Account => {
  const { passwordAccount } = context.switchToHttp().getRequest<FastifyRequest>();
  if (passwordAccount === undefined) throw new Error(`${context.getHandler().name} lets in without a password`);
  return passwordAccount;
});

export const PasswordOutcome = createParamDecorator((_: unknown, context: ExecutionContext): Account | Refusal => {
  const { passwordAccount, passwordRefusal } = context.switchToHttp().getRequest<FastifyRequest>();
  const outcome = passwordRefusal ?? passwordAccount;
  if (outcome === undefined) throw new Error(`${context.getHandler().name} takes no password`);
  return outcome;
});

import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { parametersOf } from '../../faces/request-parameters.js';
import type { Account } from '../../oauth/stores/accounts.js';
import type { CheckList } from '../../protocol/check-list.js';
import type { Parameters } from '../../protocol/parameters.js';
import { along } from '../../protocol/refusal.js';
import { LocalStrategy, type PasswordAttempt } from './local.strategy.js';
import type { TypedPassword } from './typed-password.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The account whose password came with this request. */
    passwordAccount?: Account;
  }
}

/** How a route takes a name and a password. */
interface PasswordLogin {
  body: 'form' | 'json';
  /** Refuses every parameter that does not belong to the call. */
  read: (parameters: Parameters) => TypedPassword;
  /** Everything the call checks, for the steps of a refusal; the password's own checks unless it says otherwise. */
  checks?: CheckList;
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

export const PasswordAccount = createParamDecorator((_: unknown, context: ExecutionContext): Account => {
  const { passwordAccount } = context.switchToHttp().getRequest<FastifyRequest>();
  if (passwordAccount === undefined) throw new Error(`${context.getHandler().name} lets in without a password`);
  return passwordAccount;
});

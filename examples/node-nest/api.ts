// Protects an API: every call needs a token of the server. It is the src/main.ts of `nest new`; npm install jose
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Module,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const ISSUER = 'https://auth.example.com';
// the identifier of the API, if it is registered under Resources
const AUDIENCE = ISSUER;

interface Called extends Request {
  caller: { subject?: string; scopes: string[] };
}

class TokenGuard implements CanActivate {
  private readonly keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`));

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Called>();
    const response = context.switchToHttp().getResponse<Response>();
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      response.set('WWW-Authenticate', 'Bearer');
      throw new UnauthorizedException();
    }
    try {
      const { payload } = await jwtVerify(token, this.keys, { issuer: ISSUER, audience: AUDIENCE, typ: 'at+jwt' });
      request.caller = { subject: payload.sub, scopes: String(payload.scope ?? '').split(' ') };
      return true;
    } catch {
      response.set('WWW-Authenticate', 'Bearer error="invalid_token"');
      throw new UnauthorizedException();
    }
  }
}

@Controller()
class ItemsController {
  @Get()
  who(@Req() request: Called): Called['caller'] {
    return request.caller;
  }
}

@Module({ controllers: [ItemsController], providers: [{ provide: APP_GUARD, useClass: TokenGuard }] })
class AppModule {}

async function bootstrap(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  await app.listen(8080);
}
void bootstrap();

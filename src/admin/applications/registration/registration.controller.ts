import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Put,
  Req,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '../../../http/open-api.js';
import type { FastifyRequest } from 'fastify';
import { FRESH_NEEDED, REQUIREMENT, type Requirement } from '../../../access/requirement.js';
import { RegistrationGuard } from './registration.guard.js';
import { RegistrationService } from './registration.service.js';

const INITIAL_ACCESS: Requirement = { scope: 'register_clients', admin: false, fresh: true };
const DOCUMENT = { schema: { type: 'object', additionalProperties: true } } as const;

/**
 * Client registration endpoint and client configuration endpoint.
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-3
 * @see https://www.rfc-editor.org/rfc/rfc7592#section-2
 */
@Controller('oauth/register')
@ApiTags('registration')
export class RegistrationController {
  constructor(private readonly registrations: RegistrationService) {}

  @Post()
  @UseGuards(RegistrationGuard)
  @SetMetadata(REQUIREMENT, INITIAL_ACCESS)
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Register an application (RFC 7591)',
    description: `Off by default. With \`DYNAMIC_REGISTRATION=token\` it takes a credential with \`register_clients\`. ${FRESH_NEEDED}`,
  })
  @ApiBody(DOCUMENT)
  @ApiCreatedResponse(DOCUMENT)
  register(@Body() metadata: unknown, @Req() request: FastifyRequest) {
    return this.registrations.register(metadata, request);
  }

  @Get(':client_id')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Read a registration, by its registration access token (RFC 7592)' })
  @ApiOkResponse(DOCUMENT)
  read(@Param('client_id') clientId: string, @Req() request: FastifyRequest) {
    return this.registrations.read(clientId, request);
  }

  @Put(':client_id')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Replace a registration, by its registration access token (RFC 7592)' })
  @ApiBody(DOCUMENT)
  @ApiOkResponse(DOCUMENT)
  replace(@Param('client_id') clientId: string, @Body() metadata: unknown, @Req() request: FastifyRequest) {
    return this.registrations.replace(clientId, metadata, request);
  }

  @Delete(':client_id')
  @HttpCode(204)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Delete a registration with everything it was given (RFC 7592)' })
  delete(@Param('client_id') clientId: string, @Req() request: FastifyRequest): Promise<void> {
    return this.registrations.delete(clientId, request);
  }
}

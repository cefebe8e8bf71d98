import { Module } from '@nestjs/common';
import { ScopesController } from './scopes.controller.js';
import { ScopesRepository } from './scopes.repository.js';
import { ScopesService } from './scopes.service.js';

@Module({ controllers: [ScopesController], providers: [ScopesRepository, ScopesService] })
export class ScopesModule {}

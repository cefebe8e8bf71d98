import { Module } from '@nestjs/common';
import { GrantsController } from './grants.controller.js';
import { SignInsRepository } from './sign-ins.repository.js';
import { SignInsService } from './sign-ins.service.js';

@Module({ controllers: [GrantsController], providers: [SignInsRepository, SignInsService] })
export class SignInsModule {}

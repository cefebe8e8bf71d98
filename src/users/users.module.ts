import { Module } from '@nestjs/common';
import { FirstAdministrator } from '../operations/first-administrator.js';
import { CreateFirstAdministrator } from './create-first-administrator.js';

@Module({ providers: [{ provide: FirstAdministrator, useClass: CreateFirstAdministrator }] })
export class UsersModule {}

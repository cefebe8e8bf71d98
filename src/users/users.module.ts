import { Module } from '@nestjs/common';
import { FirstAdministrator } from '../operations/first-administrator.js';
import { CreateFirstAdministrator } from './create-first-administrator.js';
import { MyAccountController } from './my-account.controller.js';
import { MyAccountService } from './my-account.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [MyAccountController, UsersController],
  providers: [MyAccountService, UsersService, { provide: FirstAdministrator, useClass: CreateFirstAdministrator }],
})
export class UsersModule {}

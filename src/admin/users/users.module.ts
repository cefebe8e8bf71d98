import { Module } from '@nestjs/common';
import { FirstAdministrator } from '../../operations/first-administrator.js';
import { CreateFirstAdministrator } from './create-first-administrator.js';
import { MyAccountController } from './my-account.controller.js';
import { MyAccountService } from './my-account.service.js';
import {
  MyRemainingCredentialsController,
  RemainingCredentialsController,
} from './remaining-credentials.controllers.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [MyRemainingCredentialsController, RemainingCredentialsController, MyAccountController, UsersController],
  providers: [
    MyAccountService,
    RemainingCredentialsService,
    UsersService,
    { provide: FirstAdministrator, useClass: CreateFirstAdministrator },
  ],
})
export class UsersModule {}

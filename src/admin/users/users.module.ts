import { Module } from '@nestjs/common';
import { FirstAdministrator } from '../../operations/first-administrator.js';
import { CreateFirstAdministrator } from './create-first-administrator.js';
import { MyAccountController } from './my-account.controller.js';
import { MyAccountService } from './my-account.service.js';
import { MyRemainingCredentialsController } from './my-remaining-credentials.controller.js';
import { RemainingCredentialsController } from './remaining-credentials.controller.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';
import { AddressesRepository } from './addresses.repository.js';
import { CodeGuessesRepository } from './code-guesses.repository.js';
import { FreshProofs } from './factors/fresh-proofs.js';
import { OfferedFactors } from './factors/offered-factors.js';
import { MyAddressService } from './my-address.service.js';
import { MyPasswordService } from './my-password.service.js';
import { RequiredPasswordService } from './required-password.service.js';
import { TakenNamesRepository } from './taken-names.repository.js';
import { RemainingCredentialsRepository } from './remaining-credentials.repository.js';
import { UsersController } from './users.controller.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { UserListsRepository } from './user-lists.repository.js';
import { UserListsService } from './user-lists.service.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [MyRemainingCredentialsController, RemainingCredentialsController, MyAccountController, UsersController],
  providers: [
    TakenNamesRepository,
    RemainingCredentialsRepository,
    UsersRepository,
    UserListsRepository,
    UserListsService,
    PasswordResetsRepository,
    MyAccountService,
    RequiredPasswordService,
    AddressesRepository,
    CodeGuessesRepository,
    MyAddressService,
    MyPasswordService,
    FreshProofs,
    OfferedFactors,
    RemainingCredentialsService,
    UsersService,
    { provide: FirstAdministrator, useClass: CreateFirstAdministrator },
  ],
  exports: [FreshProofs, OfferedFactors, RequiredPasswordService, AddressesRepository, UsersRepository],
})
export class UsersModule {}

import { Module } from '@nestjs/common';
import { UsersModule } from '../users.module.js';
import { FactorResetsService } from './factor-resets.service.js';
import { MyFactorsController } from './my-factors.controller.js';
import { FactorsService } from './factors.service.js';
import { MyPasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { MyTrustedBrowsersController } from './trusted-browsers.controller.js';
import { TrustedBrowsersService } from './trusted-browsers.service.js';
import { StepUpService } from './step-up.service.js';
import { UserFactorsController } from './user-factors.controller.js';

@Module({
  imports: [UsersModule],
  controllers: [MyFactorsController, MyPasskeysController, MyTrustedBrowsersController, UserFactorsController],
  providers: [FactorsService, PasskeysService, FactorResetsService, StepUpService, TrustedBrowsersService],
})
export class FactorsAdministrationModule {}

import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from './clock/clock.js';
import { ClockModule } from './clock/clock.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { FirstAdministrator } from './operations/first-administrator.js';
import { OperationsModule } from './operations/operations.module.js';

/** Wiring only. */
@Module({})
export class AppModule {
  static for(settings: Settings, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.for(settings), ClockModule.for(clock), OperationsModule],
      providers: [{ provide: FirstAdministrator, useValue: { ensure: () => Promise.resolve(undefined) } }],
    };
  }
}

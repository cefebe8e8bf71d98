import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IpWhitelistRepository } from './admin/ip-whitelist/ip-whitelist.repository.js';
import { OPERATOR, ResetPassword } from './admin/users/reset-password.js';
import { PasswordResetsRepository } from './admin/users/password-resets.repository.js';
import { UsersRepository } from './admin/users/users.repository.js';
import { PasswordCost } from './auth/password/password-cost.js';
import { PasswordHasher } from './auth/password/password-hasher.js';
import { ClockModule } from './clock/clock.module.js';
import { ConfigModule } from './config/config.module.js';
import type { GivenSettings, Settings } from './config/settings.js';
import { createLogger } from './operations/logging/logger.js';
import { NestLogger } from './operations/logging/nest-logger.js';
import { reachDatabase } from './persistence/database/database-at-start.js';
import { PersistenceModule } from './persistence/persistence.module.js';

/** What the command needs of the server: its stores, without its endpoints. */
@Module({})
class CommandModule {
  static for(settings: Settings): DynamicModule {
    return {
      module: CommandModule,
      imports: [ConfigModule.for(settings), ClockModule, PersistenceModule],
      providers: [
        UsersRepository,
        PasswordResetsRepository,
        IpWhitelistRepository,
        PasswordCost,
        PasswordHasher,
        ResetPassword,
      ],
    };
  }
}

/** What may keep the account out beside a lost password, and is taken away only where the operator says so. */
interface AlsoReset {
  factors: boolean;
  whitelist: boolean;
}

/** Works on the database that the settings name, or the embedded one, whether the server runs on it or not. */
export async function resetPasswordCommand(given: GivenSettings, email: string, also: AlsoReset): Promise<number> {
  const logger = createLogger('warn');
  const database = await reachDatabase(given, logger);
  const app = await NestFactory.createApplicationContext(CommandModule.for(database.settings), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  try {
    const reset = await app.get(ResetPassword).of(email, also.factors);
    if (reset === undefined) {
      console.error(`There is no account ${email} in the ${database.description}.`);
      return 1;
    }
    console.log(`The password of ${reset.email} is now: ${reset.password}`);
    console.log(
      'All sign-ins, sessions, API keys and consents of the account have ended. The password is shown this once.',
    );
    if (reset.factorsReset) console.log('The second factor is removed: the password alone signs in.');
    if (reset.hasFactor)
      console.log('Signing in takes a second factor, too. Add --reset-factors if it and the recovery codes are lost.');
    // last: what could add an entry has ended with the password
    const list = { kind: 'user', id: reset.id } as const;
    const lists = app.get(IpWhitelistRepository);
    if (also.whitelist && (await lists.removeAll(list, OPERATOR))) {
      console.log('The IP whitelist is emptied: the account signs in from everywhere.');
    }
    const networks = (await lists.whole(list)).map(({ cidr }) => cidr);
    if (networks.length > 0) {
      console.log(`An IP whitelist lets the account in from these networks only: ${networks.join(', ')}.`);
      console.log('Add --reset-whitelist if you are in none of them.');
    }
    if (reset.disabled) console.log('The account is disabled, and stays so.');
    return 0;
  } finally {
    await app.close();
    await database.stop();
  }
}

import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { isCommonPassword } from '../../auth/password/common-passwords.js';
import { PasswordHasher } from '../../auth/password/password-hasher.js';
import { SettingError } from '../../config/setting-error.js';
import { docOf } from '../../config/setting-kinds.js';
import { Settings } from '../../config/settings.js';
import { FirstAdministrator, type NewAdministrator } from '../../operations/first-administrator.js';
import { accountName } from '../../protocol/account-name.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { UsersRepository } from './users.repository.js';

@Injectable()
export class CreateFirstAdministrator extends FirstAdministrator implements OnModuleDestroy {
  private readonly logger = new Logger(FirstAdministrator.name);
  /** The comparison of passwords after the start. */
  private comparing: Promise<void> = Promise.resolve();

  constructor(
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly hasher: PasswordHasher,
    private readonly settings: Settings,
  ) {
    super();
  }

  async ensure(): Promise<NewAdministrator | undefined> {
    if (!(await this.users.isEmpty())) {
      this.comparing = this.warnOfIgnoredPassword().catch(() => undefined);
      return undefined;
    }
    const email = accountName(this.settings.adminEmail);
    const password = this.settings.adminPassword ?? randomBytes(15).toString('base64url');
    if (this.settings.adminPassword !== undefined && (await isCommonPassword(password))) {
      const { example } = docOf('ADMIN_PASSWORD');
      throw new SettingError('ADMIN_PASSWORD', 'is one of the most common passwords', example);
    }
    const created = await this.users.createFirst(
      {
        email,
        emailVerified: false,
        profile: {},
        username: null,
        name: 'Administrator',
        role: 'admin',
        passwordHash: await this.hasher.hash(password),
        passwordChangeRequired: false,
      },
      {
        action: 'user.create',
        outcome: 'success',
        actor: { type: 'system', id: null },
        address: null,
        requestId: null,
      },
    );
    if (created === undefined) return undefined;
    return { email, ...(this.settings.adminPassword === undefined ? { generatedPassword: password } : {}) };
  }

  /** The hash that is computed ends before its threads do. */
  async onModuleDestroy(): Promise<void> {
    await this.comparing;
  }

  /** Said once for each node: of its workers the first does. */
  private async warnOfIgnoredPassword(): Promise<void> {
    const { adminPassword, adminEmail } = this.settings;
    if (adminPassword === undefined || (cluster.worker?.id ?? 1) !== 1) return;
    const email = accountName(adminEmail);
    const hash = await this.resets.passwordHashOf({ email });
    if (hash !== undefined && (await this.hasher.verify(hash, adminPassword))) return;
    this.logger.warn(
      `ADMIN_PASSWORD counts at the first start only, and is not the password of ${email}: to set another one, run npm run admin -- reset-password ${email}`,
    );
  }
}

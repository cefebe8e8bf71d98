import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isCommonPassword } from '../../auth/password/common-passwords.js';
import { PasswordHasher } from '../../auth/password/password-hasher.js';
import { SettingError } from '../../config/setting-error.js';
import { Settings } from '../../config/settings.js';
import { FirstAdministrator, type NewAdministrator } from '../../operations/first-administrator.js';
import { UsersRepository } from './users.repository.js';

@Injectable()
export class CreateFirstAdministrator extends FirstAdministrator {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly settings: Settings,
  ) {
    super();
  }

  async ensure(): Promise<NewAdministrator | undefined> {
    if (!(await this.users.isEmpty())) return undefined;
    const email = this.settings.adminEmail.toLowerCase();
    const password = this.settings.adminPassword ?? randomBytes(15).toString('base64url');
    if (this.settings.adminPassword !== undefined && (await isCommonPassword(password))) {
      throw new SettingError('ADMIN_PASSWORD', 'is one of the most common passwords', '$(openssl rand -base64 18)');
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
}

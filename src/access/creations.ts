import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { AccessDenied } from '../protocol/refusal.js';

/** What only developers create. */
export const CREATIONS = ['applications', 'api-keys'] as const;
export type Creation = (typeof CREATIONS)[number];

/** Who may create applications and API keys: the settings `DEVELOPERS` and `APPLICATIONS_PER_MEMBER`. */
@Injectable()
export class Creations {
  constructor(private readonly settings: Settings) {}

  allowedTo(role: 'admin' | 'member'): Creation[] {
    return CREATIONS.filter((creation) => this.forbidding(creation, role) === undefined);
  }

  /** Undefined: the role may. */
  refusal(creation: Creation, role: 'admin' | 'member'): AccessDenied | undefined {
    const setting = this.forbidding(creation, role);
    if (setting === undefined) return undefined;
    return AccessDenied.explained(creation, `only an administrator may create one here (${setting})`);
  }

  private forbidding(creation: Creation, role: 'admin' | 'member'): string | undefined {
    if (role === 'admin') return undefined;
    if (this.settings.developers === 'admins') return 'the setting DEVELOPERS is admins';
    const isBarred = creation === 'applications' && this.settings.applicationsPerMember === 0;
    return isBarred ? 'the setting APPLICATIONS_PER_MEMBER is 0' : undefined;
  }
}

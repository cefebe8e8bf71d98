import { Injectable } from '@nestjs/common';
import { ScopeCatalogue } from '../stores/scope-catalogue.js';

/** The scopes of an application that signs people in. */
const OF_THE_PERSON: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** The scopes that a self-registered application may have: never those reserved for admins. */
@Injectable()
export class RegistrableScopes {
  constructor(private readonly catalogue: ScopeCatalogue) {}

  /**
   * The registrable ones of the requested scopes. Where nothing is requested, or nothing that exists and may be had, the default:
   * the sign-in scopes and those of the APIs here, but not of this server's own administration. A client that is left without a
   * scope could sign no person in. RFC 7591 §3.2.1: "The authorization server MAY reject or replace any of the client's requested
   * metadata values submitted during the registration and substitute them with suitable values."
   */
  async of(asked: string | undefined): Promise<{ scopes: string[]; areDefault: boolean }> {
    const all = [...(await this.catalogue.all()).values()].filter(({ adminOnly }) => !adminOnly);
    const requested = new Set(asked?.split(' '));
    const scopes = all.filter(({ name }) => requested.has(name));
    if (scopes.length > 0) return { scopes: scopes.map(({ name }) => name), areDefault: false };
    const byDefault = all.filter(({ name, builtIn }) => !builtIn || OF_THE_PERSON.includes(name));
    return { scopes: byDefault.map(({ name }) => name), areDefault: true };
  }
}

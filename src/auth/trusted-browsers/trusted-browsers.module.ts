import { Global, Module } from '@nestjs/common';
import { BrowserTrust } from './browser-trust.js';
import { TrustCookie } from './trust-cookie.js';

/** Global: the pages of a browser, the console's sign-in and the account's page need it. */
@Global()
@Module({ providers: [TrustCookie, BrowserTrust], exports: [BrowserTrust] })
export class TrustedBrowsersModule {}

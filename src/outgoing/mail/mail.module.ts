import { Global, Module } from '@nestjs/common';
import { MailDelivery } from './mail-delivery.js';
import { MailTransport } from './mail-transport.js';

/** Global, so that administration can say whether mail is set up. */
@Global()
@Module({ providers: [MailTransport, MailDelivery], exports: [MailTransport] })
export class MailModule {}

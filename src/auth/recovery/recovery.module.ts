import { Global, Module } from '@nestjs/common';
import { LetterWriter } from '../../outgoing/mail/mail.js';
import { Letters } from './letters.js';
import { MailLooks } from './mail-looks.js';
import { MailRequests } from './mail-requests.js';
import { RecoveryRequests } from './recovery-requests.js';

/** Global, so that the delivery of mails finds its writer without knowing what is told. */
@Global()
@Module({
  providers: [MailLooks, MailRequests, RecoveryRequests, { provide: LetterWriter, useClass: Letters }],
  exports: [LetterWriter, MailLooks, MailRequests, RecoveryRequests],
})
export class RecoveryModule {}

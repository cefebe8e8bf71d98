import { Field } from '../../fields/field.js';
import { flag, integer } from '../../fields/kinds.js';

export class MailResource {
  @Field(flag, { description: 'False: `SMTP_URL` is not set, and mails become files of the server.' }) set_up!: boolean;
  @Field(integer(), { description: 'Mails that are still to be delivered.' }) waiting!: number;
}

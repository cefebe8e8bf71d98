import { z } from 'zod';

export const mailResource = z.object({
  set_up: z.boolean().meta({ description: 'False: `SMTP_URL` is not set, and mails become files of the server.' }),
  waiting: z.int().meta({ description: 'Mails that are still to be delivered.' }),
});

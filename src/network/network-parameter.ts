import { z } from 'zod';
import { Network } from './network.js';
import { NetworkFault } from './network-fault.js';

/** An entered address or CIDR, validated as strictly as an entry of a whitelist. */
export const networkParameter = z
  .string('must be a string')
  .transform((text, context): Network => {
    try {
      return Network.parse(text);
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  })
  .meta({ description: 'An address or CIDR.', examples: ['203.0.113.7', '2001:db8::/32'] });

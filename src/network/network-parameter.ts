import { type Kind, rule } from '../fields/kind.js';
import { Network } from './network.js';
import { NetworkFault } from './network-fault.js';

/** An entered address or CIDR, validated as strictly as an entry of a whitelist. */
export const networkParameter: Kind<Network> = {
  schema: { type: 'string', description: 'An address or CIDR.', example: '203.0.113.7' },
  read: (given) => {
    const read = typeof given === 'string' ? networkOrFault(given) : undefined;
    return read instanceof Network ? read : given;
  },
  checks: (each) => [rule(networkFault, each)],
};

function networkFault(value: unknown): string | undefined {
  if (value instanceof Network) return undefined;
  if (typeof value !== 'string') return 'must be a string';
  return (networkOrFault(value) as NetworkFault).message;
}

function networkOrFault(text: string): Network | NetworkFault {
  try {
    return Network.parse(text);
  } catch (fault) {
    if (!(fault instanceof NetworkFault)) throw fault;
    return fault;
  }
}

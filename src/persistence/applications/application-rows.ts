import type { ClientMetadata } from '../../protocol/client-metadata.js';
import type { FactorPolicy } from '../../protocol/factor-policy.js';
import type { ApplicationModel } from '../generated/models.js';

/** An application as its row holds it. Every reader of the row takes it from here; what a reader adds or leaves out stands with it. */
export type StoredApplication = Omit<
  ApplicationModel,
  'metadata' | 'disabledAt' | 'registrationTokenHash' | 'secondFactor'
> & {
  metadata: ClientMetadata;
  secondFactor: FactorPolicy | null;
  disabled: boolean;
};

export function storedApplication(row: ApplicationModel): StoredApplication {
  const { metadata, disabledAt, registrationTokenHash: _, secondFactor, ...columns } = row;
  return {
    ...columns,
    metadata: metadata as ClientMetadata,
    secondFactor: secondFactor as FactorPolicy | null,
    disabled: disabledAt !== null,
  };
}

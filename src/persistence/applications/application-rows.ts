import type { ClientMetadata } from '../../protocol/client-metadata.js';
import type { ApplicationModel } from '../generated/models.js';

/** An application as its row holds it. Every reader of the row takes it from here; what a reader adds or leaves out stands with it. */
export type StoredApplication = Omit<ApplicationModel, 'metadata' | 'disabledAt' | 'registrationTokenHash'> & {
  metadata: ClientMetadata;
  disabled: boolean;
};

export function storedApplication(row: ApplicationModel): StoredApplication {
  const { metadata, disabledAt, registrationTokenHash: _, ...columns } = row;
  return { ...columns, metadata: metadata as ClientMetadata, disabled: disabledAt !== null };
}

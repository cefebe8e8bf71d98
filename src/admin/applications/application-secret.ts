/** A client secret as people see it once it was shown. */
export interface SecretRecord {
  id: string;
  /** The last four characters. */
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
}

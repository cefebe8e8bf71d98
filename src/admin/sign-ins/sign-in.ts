/** A live sign-in, as people look at theirs. */
export interface SignInRecord {
  id: string;
  userId: string;
  application: { clientId: string; name: string; builtIn: boolean };
  /** Space separated. */
  scope: string;
  createdAt: Date;
  /** When its refresh token was last used; null: never. */
  rotatedAt: Date | null;
  ip: string | null;
  lastIp: string | null;
  userAgent: string | null;
  expiresAt: Date;
}

export interface SignInsFilter {
  /** Undefined: anyone's. */
  userId?: string | undefined;
  clientId?: string | undefined;
}

import { v7 as uuidv7 } from 'uuid';
import { PasswordHasher } from '../../src/auth/password/password-hasher.js';
import type { Latchkey } from './server.js';

export interface UserRow {
  email?: string;
  username?: string | null;
  password?: string;
  role?: 'admin' | 'member';
  disabled?: boolean;
}

export interface TestUser {
  id: string;
  /** The account's number, `client_id` on the `/auth` face. */
  number: number;
  email: string;
  username: string | null;
  password: string;
}

/** Puts a user straight into the database. */
export async function addUser({ app, database }: Latchkey, row: UserRow = {}): Promise<TestUser> {
  const id = uuidv7();
  const { email = `user-${id}@example.com`, username = null, password = `the password of ${email}` } = row;
  const hash = await app.get(PasswordHasher, { strict: false }).hash(password);
  const [{ account_number: number } = { account_number: 0 }] = await database.query<{ account_number: number }>(
    `INSERT INTO users (id, email, username, role, password_hash, disabled_at, updated_at)
     VALUES ($1, $2, $3, $4::"Role", $5, $6, now()) RETURNING account_number`,
    [id, email, username, row.role ?? 'member', hash, row.disabled === true ? new Date() : null],
  );
  return { id, number, email, username, password };
}

import { InvalidRequest } from '../protocol/refusal.js';

/** A new password is typed twice, as nothing of it is seen. */
export function refuseMistyped(password: string, repeated: string | undefined): void {
  if (repeated !== password) throw InvalidRequest.field('repeated', 'is not the same in both fields');
}

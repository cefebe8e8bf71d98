import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/problem';

/** Says what was done. A message takes the place of the one before: they never pile up over a list. */
export function tell(message: string): void {
  notifications.clean();
  notifications.show({ message, color: 'teal' });
}

/** Says in the same place what failed, and why: for longer, since it has to be read. */
export function tellFailure(title: string, error: unknown): void {
  notifications.clean();
  notifications.show({ title, message: messageOf(error), color: 'red', autoClose: 12_000 });
}

import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf, Problem } from '../api/problem';

interface Act<I, O> {
  act: (input: I) => Promise<O>;
  /** What happened, in a sentence. */
  done: string | ((output: O, input: I) => string);
  /** The first words of the keys of what it changes. */
  refreshes: readonly string[];
  then?: (output: O, input: I) => void;
  /** Given: the server's faults stand at its fields. Fields it does not have are said above it. */
  form?: FaultyForm;
}

export interface FaultyForm {
  setErrors: (errors: Record<string, string>) => void;
  fields: readonly string[];
}

/** A write: says what it did, refreshes what it changed, and puts the server's faults where they belong. */
export function useAct<I = void, O = unknown>({ act, done, refreshes, then, form }: Act<I, O>) {
  const queries = useQueryClient();
  return useMutation<O, Error, I>({
    mutationFn: act,
    onSuccess: async (output, input) => {
      notifications.show({ message: typeof done === 'string' ? done : done(output, input), color: 'teal' });
      then?.(output, input);
      await Promise.all(refreshes.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => {
      if (form !== undefined && putFaults(form, error)) return;
      notifications.show({ title: 'That did not work', message: messageOf(error), color: 'red', autoClose: 12_000 });
    },
  });
}

/** @returns whether every fault found its field */
function putFaults(form: FaultyForm, error: unknown): boolean {
  if (!(error instanceof Problem) || error.faults.length === 0) return false;
  const placed = error.faults.flatMap(({ field, message }) => {
    const name = form.fields.find((candidate) => field === candidate || field.startsWith(`${candidate}.`));
    return name === undefined ? [] : [[name, message] as const];
  });
  if (placed.length > 0) form.setErrors(Object.fromEntries(placed));
  return placed.length === error.faults.length;
}

/** A Mantine form, as a place for the server's faults. */
export function faultsOf<V extends Record<string, unknown>>(form: UseFormReturnType<V>): FaultyForm {
  return { setErrors: (errors) => form.setErrors(errors), fields: Object.keys(form.getValues()) };
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem';
import { tell, tellFailure } from './tell';

interface Act<I, O> {
  act: (input: I) => Promise<O>;
  /** What happened, in a sentence; undefined: nothing that is worth one. */
  done: string | ((output: O, input: I) => string | undefined);
  /** The first words of the keys of what it changes. */
  refreshes: readonly string[];
  then?: (output: O, input: I) => void;
  /** Given: the server's faults stand at its fields. Fields it does not have are said above it. */
  form?: FaultyForm;
}

export interface FaultyForm {
  setErrors: (errors: Record<string, string>) => void;
  fields: readonly string[];
  /**
   * It is sent as it stands.
   * @returns what is called once that is saved: leaving the page then asks about what was typed since, and nothing else
   */
  sends: () => () => void;
}

/** A write: says what it did, refreshes what it changed, and puts the server's faults where they belong. */
export function useAct<I = void, O = unknown>({ act, done, refreshes, then, form }: Act<I, O>) {
  const queries = useQueryClient();
  const refresh = () => Promise.all(refreshes.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  return useMutation<O, Error, I, (() => void) | undefined>({
    mutationFn: act,
    onMutate: () => form?.sends(),
    onSuccess: async (output, input, saved) => {
      saved?.();
      const message = typeof done === 'string' ? done : done(output, input);
      if (message !== undefined) tell(message);
      then?.(output, input);
      await refresh();
    },
    onError: async (error) => {
      // before the faults are shown: fields that follow what was loaded lose theirs
      if (isOutdated(error)) await refresh();
      // in the background: what did not answer may not answer this either
      if (isUndecided(error)) void refresh();
      if (form !== undefined && putFaults(form, error)) return;
      tellFailure('That did not work', error);
    },
  });
}

/** The page shows what is no longer so: it was taken away, deleted or changed elsewhere. */
function isOutdated(error: Error): boolean {
  return error instanceof Problem && [403, 404, 409, 412].includes(error.status);
}

/** No answer says whether it was done. */
function isUndecided(error: Error): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}

/** @returns whether every fault found its field */
function putFaults(form: FaultyForm, error: unknown): boolean {
  if (!(error instanceof Problem) || error.faults.length === 0) return false;
  const placed: Record<string, string> = {};
  let homeless = 0;
  for (const { field, message } of error.faults) {
    const name = form.fields.find((candidate) => field === candidate || field.startsWith(`${candidate}.`));
    if (name === undefined) homeless++;
    else placed[name] = [placed[name] ?? [], lineOf(field, name) + message].flat().join('; ');
  }
  if (Object.keys(placed).length > 0) form.setErrors(placed);
  return homeless === 0;
}

/** A fault of `redirect_uris.1` is one of the second line. */
function lineOf(field: string, name: string): string {
  const index = /^\d+/.exec(field.slice(name.length + 1))?.[0];
  return index === undefined ? '' : `Line ${String(Number(index) + 1)} `;
}

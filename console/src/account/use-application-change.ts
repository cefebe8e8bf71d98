import type { UseFormReturnType } from '@mantine/form';
import { answerOf, api } from '../api/client';
import type { Application, ApplicationChange } from '../api/resources';
import { editedOf, faultsOf } from '../kit/edits';
import { useAct } from '../kit/use-act';

/** Saves what a form changes about an application as the page shows it; the form shows its errors. */
export function useApplicationChange<Values extends Record<string, unknown>>(
  { id, version }: Application,
  form: UseFormReturnType<Values>,
  bodyOf: (values: Values) => ApplicationChange,
) {
  return useAct({
    act: (values: Values) => {
      const params = { path: { id }, header: { 'If-Match': `"${version}"` } };
      return answerOf(api.PATCH('/api/v1/applications/{id}', { params, body: editedOf(form, values, bodyOf) }));
    },
    done: ({ name }) => `${name} is saved.`,
    refreshes: ['applications'],
    form: faultsOf(form),
  });
}

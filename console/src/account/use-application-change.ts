import { answerOf, api } from '../api/client';
import type { Application, ApplicationChange } from '../api/resources';
import { type FaultyForm, useAct } from '../kit/use-act';

/** Saves what a form changes about an application as the page shows it; the form shows its errors. */
export function useApplicationChange<Values>(
  { id, version }: Application,
  changeOf: (values: Values) => ApplicationChange,
  form: FaultyForm,
) {
  return useAct({
    act: (values: Values) => {
      const params = { path: { id }, header: { 'If-Match': `"${version}"` } };
      return answerOf(api.PATCH('/api/v1/applications/{id}', { params, body: changeOf(values) }));
    },
    done: ({ name }) => `${name} is saved.`,
    refreshes: ['applications'],
    form,
  });
}

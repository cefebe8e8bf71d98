import { answerOf, api } from '../api/client';
import type { Application, ApplicationChange } from '../api/resources';
import { type FaultyForm, useAct } from '../kit/use-act';

/** Saves what a form changes about an application; the form shows its errors. */
export function useApplicationChange<Values>(
  { id }: Application,
  changeOf: (values: Values) => ApplicationChange,
  form: FaultyForm,
) {
  return useAct({
    act: (values: Values) =>
      answerOf(api.PATCH('/api/v1/applications/{id}', { params: { path: { id } }, body: changeOf(values) })),
    done: ({ name }) => `${name} is saved.`,
    refreshes: ['applications'],
    form,
  });
}

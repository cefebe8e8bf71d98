import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { Problem } from '../api/problem';
import type { Application, ApplicationChange } from '../api/resources';
import { type FaultyForm, useAct } from '../kit/use-act';

/** Saves what a form changes about an application as the page shows it; the form shows its errors. */
export function useApplicationChange<Values>(
  { id, version }: Application,
  changeOf: (values: Values) => ApplicationChange,
  form: FaultyForm,
) {
  const queries = useQueryClient();
  return useAct({
    act: async (values: Values) => {
      const params = { path: { id }, header: { 'If-Match': `"${version}"` } };
      try {
        return await answerOf(api.PATCH('/api/v1/applications/{id}', { params, body: changeOf(values) }));
      } catch (error) {
        // it was changed elsewhere: the page shows it as it is now
        if (error instanceof Problem && error.status === 412) {
          await queries.invalidateQueries({ queryKey: ['applications'] });
        }
        throw error;
      }
    },
    done: ({ name }) => `${name} is saved.`,
    refreshes: ['applications'],
    form,
  });
}

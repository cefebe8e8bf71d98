import { useForm, type UseFormInput, type UseFormReturnType } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { useAskBeforeLeaving } from './unsaved';
import type { FaultyForm } from './use-act';

/**
 * A form for things that are saved: leaving the page with edits asks first, a fault is brought into view, and a new
 * version of what is edited replaces the fields that were not edited.
 */
export function useEdits<V extends Record<string, unknown>>(
  options: UseFormInput<V> & { initialValues: V },
  /** Differs when what is edited was changed, here or elsewhere. */
  version?: string,
): UseFormReturnType<V> {
  const form = useForm<V>(options);
  const { isDirty } = form;
  useAskBeforeLeaving(isDirty);

  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    const { initialValues } = options;
    const edited = Object.keys(initialValues).filter((field) => form.isDirty(field));
    const kept = Object.fromEntries(edited.map((field) => [field, form.getValues()[field]])) as Partial<V>;
    form.setInitialValues(initialValues);
    form.resetDirty(initialValues);
    form.setValues({ ...initialValues, ...kept });
  });

  return {
    ...form,
    // Mantine resets to what was last saved
    reset: () => {
      form.setValues(options.initialValues);
      form.resetDirty(options.initialValues);
      form.clearErrors();
    },
    onSubmit: (handle, refused) =>
      form.onSubmit(handle, (errors, values, event) => {
        showFirst(form, Object.keys(errors));
        refused?.(errors, values, event);
      }),
  };
}

/** The form as a place for the server's faults. */
export function faultsOf<V extends Record<string, unknown>>(form: UseFormReturnType<V>): FaultyForm {
  return {
    fields: Object.keys(form.getValues()),
    setErrors: (errors) => {
      form.setErrors(errors);
      showFirst(form, Object.keys(errors));
    },
    saved: () => {
      form.resetDirty();
    },
  };
}

/** Scrolls to the first of the fields as the page shows them, and focuses it. */
function showFirst<V extends Record<string, unknown>>(form: UseFormReturnType<V>, fields: readonly string[]): void {
  // the faults are drawn first: they move what stands below them
  requestAnimationFrame(() => {
    const [first] = fields
      .map((field) => form.getInputNode(field))
      .filter((node) => node !== null)
      .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    if (first === undefined) return;
    const target = first.matches('input, textarea, select, button')
      ? first
      : (first.querySelector<HTMLElement>('input, textarea, select, button') ?? first);
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'center' });
  });
}

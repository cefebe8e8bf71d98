import { useForm, type UseFormInput, type UseFormReturnType } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { useAskBeforeLeaving } from './unsaved';
import type { FaultyForm } from './use-act';

/**
 * A form for things that are saved: leaving the page with edits asks first, a fault is brought into view, and where what
 * is edited was changed, here or elsewhere, the fields that were not edited follow.
 */
export function useEdits<V extends Record<string, unknown>>(
  options: UseFormInput<V> & { initialValues: V },
): UseFormReturnType<V> {
  const form = useForm<V>(options);
  const { isDirty } = form;
  useAskBeforeLeaving(isDirty);

  const { initialValues } = options;
  const loaded = JSON.stringify(initialValues);
  const shown = useRef(loaded);
  useEffect(() => {
    if (shown.current === loaded) return;
    shown.current = loaded;
    const edited = editedIn(form);
    form.resetDirty(initialValues);
    form.setValues({ ...initialValues, ...edited });
  });

  return {
    ...form,
    // Mantine resets to what was last saved; what was typed since it was sent stays
    reset: () => {
      form.setValues({ ...initialValues, ...editedIn(form) });
      form.resetDirty(initialValues);
      form.clearErrors();
    },
    onSubmit: (handle, refused) =>
      form.onSubmit(handle, (errors, values, event) => {
        showFirst(form, Object.keys(errors));
        refused?.(errors, values, event);
      }),
  };
}

/** The fields that differ from what was last loaded or saved. */
function editedIn<V extends Record<string, unknown>>(form: UseFormReturnType<V>): Partial<V> {
  const edited = Object.entries(form.getValues()).filter(([field]) => form.isDirty(field));
  return Object.fromEntries(edited) as Partial<V>;
}

/**
 * Of the body that the values make, what was edited: the rest is as it was loaded, and others may have changed it since.
 * Some of it may be set by administrators alone.
 */
export function editedOf<V extends Record<string, unknown>, B extends object>(
  form: UseFormReturnType<V>,
  values: V,
  bodyOf: (values: V) => B,
): Partial<B> {
  const before = bodyOf(form.getInitialValues()) as Record<string, unknown>;
  const edited = Object.entries(bodyOf(values)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(edited) as Partial<B>;
}

/** The form as a place for the server's faults. */
export function faultsOf<V extends Record<string, unknown>>(form: UseFormReturnType<V>): FaultyForm {
  return {
    fields: Object.keys(form.getValues()),
    setErrors: (errors) => {
      form.setErrors(errors);
      showFirst(form, Object.keys(errors));
    },
    sends: () => {
      const sent = form.getValues();
      return () => {
        form.resetDirty(sent);
      };
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

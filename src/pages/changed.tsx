/** Says that the page has changed since the form was sent. */
export function Changed({ hasChanged }: { hasChanged: boolean }): string {
  if (!hasChanged) return '';
  return (
    <p class="problem" role="alert">
      Something here has changed since you opened this page. Nothing was decided: please read it again.
    </p>
  ) as string;
}

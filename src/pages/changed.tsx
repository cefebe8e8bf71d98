/** Says that a page is another than the one whose form was sent, so that it is read again. */
export function Changed({ hasChanged }: { hasChanged: boolean }): string {
  if (!hasChanged) return '';
  return (
    <p class="problem" role="alert">
      Something here has changed since you opened this page. Nothing was decided: please read it again.
    </p>
  ) as string;
}

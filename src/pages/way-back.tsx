/** Back to the sign-in that a person came from; nothing where there is none. */
export function WayBack({ href }: { href: string | undefined }): string {
  if (href === undefined) return '';
  return (
    <p>
      <a href={href}>Back to sign-in</a>
    </p>
  ) as string;
}

interface DecisionProps {
  action: string;
  /** Hidden fields, by their names. */
  fields: Readonly<Record<string, string>>;
}

/** The form in which a person allows or denies what stands above it. */
export function Decision({ action, fields }: DecisionProps): string {
  return (
    <form method="post" action={action} class="decision">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" name="decision" value="deny">
        Deny
      </button>
      <button type="submit" name="decision" value="allow" class="primary">
        Allow
      </button>
    </form>
  ) as string;
}

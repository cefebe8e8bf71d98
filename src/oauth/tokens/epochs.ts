export function formatEpochs(user: number | undefined, application: number): string {
  return `${user === undefined ? '-' : String(user)}.${String(application)}`;
}

/** An epoch that cannot be parsed counts as older than any other. */
export function parseEpochs(text: string): { user: number; application: number } {
  const [user = '', application = ''] = text.split('.');
  return { user: epochOf(user), application: epochOf(application) };
}

function epochOf(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : -1;
}

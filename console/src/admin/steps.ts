import type { AuditEvent } from '../api/resources';

/** One check of a decision, as the audit trail keeps it. */
export interface Step {
  check: string;
  outcome: 'passed' | 'failed' | 'not_reached';
  note?: string;
}

/** The steps of a refusal, as far as its event says. */
export function stepsOf({ details }: Pick<AuditEvent, 'details'>): Step[] {
  const steps = details?.steps;
  return Array.isArray(steps) ? steps.filter(isStep) : [];
}

function isStep(value: unknown): value is Step {
  const { check, outcome } = (value ?? {}) as Partial<Step>;
  return typeof check === 'string' && ['passed', 'failed', 'not_reached'].includes(String(outcome));
}

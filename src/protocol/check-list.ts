/** The outcome of one check of a decision. */
export interface Step {
  check: string;
  outcome: 'passed' | 'failed' | 'not_reached';
  /** A finding: a name, a count, an address. Never a secret. */
  note?: string | undefined;
}

/** What a refused request attempted. */
export type Attempt = 'sign-in';

/** Findings by the name of the check. */
export type Findings<Name extends string = string> = Readonly<Partial<Record<Name, string>>>;

/**
 * The ordered checks of one path, each with the sentence that is true when it passes. The order is fixed, so that a
 * decision records nothing while checks pass: a refusal names the failed check, and those before it passed.
 */
export class CheckList<Name extends string = string> {
  private readonly names: readonly string[];

  /** @param attempt what a request that fails here has attempted, where the audit trail is searched by it */
  constructor(
    readonly sentences: Readonly<Record<Name, string>>,
    readonly attempt?: Attempt,
  ) {
    this.names = Object.keys(sentences);
  }

  includes(check: string): boolean {
    return this.names.includes(check);
  }

  passed(findings?: Findings<Name>): Step[] {
    return this.stepsTo(this.names.length, findings);
  }

  failedAt(check: string, findings: Findings): Step[] {
    return this.stepsTo(this.names.indexOf(check), findings);
  }

  private stepsTo(failing: number, findings: Findings = {}): Step[] {
    return Object.entries<string>(this.sentences).map(([name, check], i) => ({
      check,
      outcome: i < failing ? 'passed' : i === failing ? 'failed' : 'not_reached',
      note: findings[name],
    }));
  }
}

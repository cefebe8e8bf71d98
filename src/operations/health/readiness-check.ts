/**
 * One thing the server needs before it can answer. Every provider of this class in any module is asked by
 * `GET /health/ready`.
 */
export abstract class ReadinessCheck {
  /** One word, shown in front of the reason. */
  abstract readonly name: string;

  /** Undefined when all is well, otherwise why it is not. Asked often: it must be cheap. */
  abstract check(): string | undefined | Promise<string | undefined>;
}

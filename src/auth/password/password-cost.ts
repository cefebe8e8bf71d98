import { Injectable } from '@nestjs/common';

/** The cost of a password hash, of which an operator has no choice: OWASP's first recommendation for argon2id. */
@Injectable()
export class PasswordCost {
  /** KiB */
  readonly memoryCost: number = 19_456;
  /** Passes */
  readonly timeCost: number = 2;
  /** Lanes */
  readonly parallelism: number = 1;
}

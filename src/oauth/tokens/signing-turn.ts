interface Order {
  sign: () => string | Promise<string>;
  resolve: (token: string | Promise<string>) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes the signatures asked for in one turn of the event loop one after the other, before any of their answers is
 * written. A signature among its like costs two thirds of one among requests (docs/adr/0025).
 */
export class SigningTurn {
  private orders: Order[] = [];

  /** Runs `sign` at the end of this turn of the event loop. */
  take(sign: () => string | Promise<string>): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.orders.push({ sign, resolve, reject }) === 1) setImmediate(this.run);
    });
  }

  private readonly run = (): void => {
    const orders = this.orders;
    this.orders = [];
    for (const { sign, resolve, reject } of orders) {
      try {
        resolve(sign());
      } catch (error) {
        reject(error);
      }
    }
  };
}

export interface Use {
  /** A grant type, or a discouraged way in. */
  name: string;
  count: number;
  /** `2026-01-31` */
  lastDay: string;
}

export interface Usage {
  tokens: Use[];
  discouraged: Use[];
}

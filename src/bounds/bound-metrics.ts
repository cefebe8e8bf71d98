import { Counter, Gauge } from 'prom-client';

/** Rows that requests caused and that are still stored, as counted by this process. */
export const storedRows = new Gauge({
  name: 'latchkey_bounded_rows',
  help: 'Rows stored of a kind whose number is bounded',
  labelNames: ['kind'],
});

export const storedBytes = new Gauge({
  name: 'latchkey_bounded_bytes',
  help: 'Bytes of those rows',
  labelNames: ['kind'],
});

export const refusedRows = new Counter({
  name: 'latchkey_bounded_rows_refused_total',
  help: 'Rows that were not stored because one caller, the applications of one owner or all had as many as they may',
  labelNames: ['kind', 'bound'],
});

export const foldedRefusals = new Counter({
  name: 'latchkey_refusals_folded_total',
  help: 'Refusals that the audit trail counts without keeping each',
});

/** What a kernel counter means. `hint`, present only if an increase is bad, names the next thing to check. */
export type CounterNote = {
  readonly kind: 'counter' | 'gauge' | 'setting';
  readonly meaning: string;
  readonly hint?: string;
  /** Where it counts neither things nor events, and its name does not tell. */
  readonly unit?: 'milliseconds';
};

/** Notes keyed by nstat's spelling, which joins group and column, as in `TcpExtListenDrops`. */
export type CounterNotes = Readonly<Record<string, CounterNote>>;

const note = (kind: CounterNote['kind'], meaning: string, hint: string | undefined): CounterNote =>
  hint === undefined ? { kind, meaning } : { kind, meaning, hint };

/** Only increases, starting when the network namespace is created. */
export const counter = (meaning: string, hint?: string): CounterNote => note('counter', meaning, hint);

/** A level that goes up and down, so the difference of two readings is not a rate. */
export const gauge = (meaning: string, hint?: string): CounterNote => note('gauge', meaning, hint);

/** Configuration printed among the counters. */
export const setting = (meaning: string, hint?: string): CounterNote => note('setting', meaning, hint);

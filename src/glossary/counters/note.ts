/** What one kernel counter says. `hint`, only where a rise is bad news, names the next thing to look at. */
export type CounterNote = {
  readonly kind: 'counter' | 'gauge' | 'setting';
  readonly meaning: string;
  readonly hint?: string;
  /** Where it counts neither things nor events, and its name does not tell. */
  readonly unit?: 'milliseconds';
};

/** Notes by nstat's spelling of the name: group and column joined, as in `TcpExtListenDrops`. */
export type CounterNotes = Readonly<Record<string, CounterNote>>;

const note = (kind: CounterNote['kind'], meaning: string, hint: string | undefined): CounterNote =>
  hint === undefined ? { kind, meaning } : { kind, meaning, hint };

/** Only grows, from the birth of the network namespace on. */
export const counter = (meaning: string, hint?: string): CounterNote => note('counter', meaning, hint);

/** A level that goes up and down: a difference of two readings is not a rate. */
export const gauge = (meaning: string, hint?: string): CounterNote => note('gauge', meaning, hint);

/** Configuration that the kernel prints among its counters. */
export const setting = (meaning: string, hint?: string): CounterNote => note('setting', meaning, hint);

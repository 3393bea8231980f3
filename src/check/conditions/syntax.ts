import { withCaret } from '../../core/caret.ts';
import { UsageError } from '../../core/errors.ts';

/** Part of a condition, with its offset. */
export type Part = { readonly text: string; readonly at: number };

export const comparisons = ['<', '<=', '>', '>=', '=', '!='] as const;
export type ComparisonSign = (typeof comparisons)[number];

/** `OP N` at the end of a condition. */
export type Limit = { readonly comparison: ComparisonSign; readonly number: Part };

/** An unresolved `[ADDR]:PORT[/udp]`. The address is null for every address. */
export type Endpoint = {
  readonly address: Part | null;
  readonly port: Part;
  readonly protocol: 'tcp' | 'udp';
};

export const measures = ['count', 'value', 'delta', 'rate', 'min', 'max', 'sum'] as const;
export type Measure = (typeof measures)[number];

/** The subject of a condition as typed, with nothing resolved yet. */
export type Subject =
  | { readonly kind: 'listen' | 'free' | 'drained'; readonly endpoint: Endpoint }
  | { readonly kind: 'established'; readonly endpoint: Endpoint; readonly limit: Limit | null }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'iface'; readonly name: string; readonly state: 'up' | 'carrier' | null }
  | { readonly kind: 'addr' | 'route' | 'neighbour'; readonly operand: Part }
  | {
      readonly kind: 'measure';
      readonly measure: Measure;
      readonly report: Part;
      /** Null for `count`. */
      readonly column: Part | null;
      readonly where: Part | null;
      readonly limit: Limit;
    }
  | { readonly kind: 'not'; readonly subject: Subject };

export type Severity = 'warning' | 'critical';

/** A whole condition: `[warn|crit] [NAME:] CONDITION`. */
export type Parsed = {
  readonly text: string;
  /** `FILE:LINE`, if read from a file. */
  readonly place: string | null;
  readonly name: string | null;
  readonly severity: Severity;
  readonly subject: Subject;
};

/** A `UsageError` with the condition and a caret under the error. */
export const errorAt = (
  { text, place }: Pick<Parsed, 'text' | 'place'>,
  at: number,
  message: string,
): UsageError =>
  new UsageError(`${place === null ? '' : `${place}: `}bad condition: ${message}\n${withCaret(text, at)}`);

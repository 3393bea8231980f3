type Rows = readonly (readonly [term: string, meaning: string])[];

/** Sections of procnet(1) about all commands. Text in backticks is literal. */

export const exitCodes: Rows = [
  ['0', 'Success, even with no rows.'],
  [
    '1',
    'Nothing matched, with `--quiet` or `--exit-code`; an argument names something that does not exist; or `--none`, `--at-most` or `--at-least` is not satisfied.',
  ],
  ['2', 'The command line or an expression is invalid, or output could not be written.'],
  [
    '3',
    'Kernel data cannot be read (missing, denied, unsupported, or in an unrecognized format), or the answer depends on a row or a value that was skipped or hidden.',
  ],
  ['4', 'With `--strict`: something was skipped or could not be read.'],
  ['70', 'A bug in procnet.'],
  ['130, 143', 'Terminated by a signal (SIGINT, SIGTERM).'],
];

export const environment: Rows = [
  ['NO_COLOR', 'If not empty, disables color. `--color` takes precedence.'],
  ['FORCE_COLOR', 'If not empty, enables color even if output is not a terminal; `0` disables color.'],
  ['TERM', 'If `dumb`, disables color and redrawing.'],
  ['COLUMNS', 'Overrides the terminal width.'],
  ['PROCNET_DEBUG', 'If `1`, messages include a stack trace.'],
];

export const outputRules: readonly string[] = [
  'Unknown or not applicable is `-` in text, `null` in JSON and an empty cell in CSV, never 0.',
  'Names are untrusted input: any user can name a process or a unix socket. No format prints control characters, C1 characters or characters that change text direction, except for colors.',
  'Text and CSV show such characters as `\\x1b` or `\\u202e`, bytes that are not valid UTF-8 as `\\xNN`, and a backslash as `\\\\`, so the output is unambiguous.',
  "JSON writes them as `\\u001b` and `\\u202e`. A byte 0xNN that is not valid UTF-8 becomes the lone surrogate `\\udcNN`, as with Python's surrogateescape, so nothing is lost.",
  'Counters are exact to 64 bits. JSON prints all their digits, but programs that read numbers as doubles lose precision from 2^53 on.',
  'Text in a pipe is never truncated and has no trailing spaces. The columns depend only on the command line.',
  'CSV follows RFC 4180, with a header row and line feeds. NDJSON is one object a line. A write holds whole lines, as many as fit into 56 KiB; with `--interval`, all lines of a sample are written as soon as the sample is complete.',
  'Text shows an address and its port as one endpoint: `[::1]:443`, and `*` for every address.',
  'Skipped lines are reported on stderr with file and line, and in `warnings` with `--meta`.',
];

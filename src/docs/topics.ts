type Rows = readonly (readonly [term: string, meaning: string])[];

/** What holds for every command, for procnet(1). Words between backticks are shown as typed. */

export const exitCodes: Rows = [
  ['0', 'Success, even with no rows.'],
  [
    '1',
    'Nothing matched, with `--quiet` or `--exit-code`; an argument names nothing; or `--none`, `--at-most` or `--at-least` does not hold.',
  ],
  ['2', 'The command line or an expression is wrong, or output could not be written.'],
  [
    '3',
    'The kernel data cannot be read: missing, denied, unsupported, or not in a format that is known. Also: nothing matched, but something that could have matched was skipped or cannot be seen.',
  ],
  ['4', 'With `--strict`: something was skipped or could not be read.'],
  ['70', 'A bug in procnet.'],
  ['130, 143', 'Ended by a signal (SIGINT, SIGTERM).'],
];

export const environment: Rows = [
  ['NO_COLOR', 'Set and not empty: no colour. `--color` outranks it.'],
  ['FORCE_COLOR', 'Set and not empty: colour even where output is not a terminal; `0` turns colour off.'],
  ['TERM', 'With `dumb`, no colour and no redrawing.'],
  ['COLUMNS', 'The width of the terminal, overriding what it reports.'],
  ['PROCNET_DEBUG', 'With `1`, messages say where in the program they come from.'],
];

export const outputRules: readonly string[] = [
  'Unknown or not applicable is `-` in text, `null` in JSON and an empty cell in CSV; it is never 0.',
  'Names are untrusted input: any user can name a process or a unix socket. No format prints a control character, a C1 character or one that changes the direction of text, except for colours.',
  'Text and CSV show such a character as `\\x1b` or `\\u202e`, a byte that is not valid UTF-8 as `\\xNN`, and a backslash as `\\\\`, so that what is shown can be read back.',
  'JSON writes them as `\\u001b` and `\\u202e`. A byte 0xNN that is not valid UTF-8 becomes the lone surrogate `\\udcNN`, as with the surrogateescape of Python: nothing is lost.',
  'Counters are exact to 64 bits: JSON prints all their digits, and programs that read numbers as doubles round them from 2^53 on.',
  'Text in a pipe is never truncated and has no trailing spaces. The columns depend only on the command line.',
  'CSV follows RFC 4180, with a header row and line feeds. NDJSON is one object a line. A write holds whole lines, as many as fit into 56 KiB; with `--interval`, all lines of a sample are written as soon as the sample is complete.',
  'Text shows an address and its port as one endpoint: `[::1]:443`, and `*` for every address.',
  'What was skipped is reported on standard error with file and line, and in the `warnings` of `--meta`.',
];

type Rows = readonly (readonly [term: string, meaning: string])[];

/** What holds for every command: told once in procnet(1). Words between backticks are shown as typed. */

export const exitCodes: Rows = [
  ['0', 'What was asked for has been printed, even if that is no row at all.'],
  ['1', 'Nothing matched, with `--quiet`, with `--exit-code`, or for a word or pattern that names nothing.'],
  ['2', 'The command line or an expression is wrong, or output could not be written.'],
  [
    '3',
    'The kernel data cannot be had: missing, denied, unsupported, or not at all what such a file looks like.',
  ],
  ['4', 'With `--strict`: something was skipped or could not be read.'],
  ['70', 'A fault of procnet itself.'],
  ['130, 143', 'Ended by a signal (SIGINT, SIGTERM).'],
];

export const environment: Rows = [
  ['NO_COLOR', 'Set and not empty: no colour. `--color` outranks it.'],
  ['FORCE_COLOR', 'Set and not empty: colour even where output is no terminal; `0` turns colour off.'],
  ['TERM', 'With `dumb` there is no colour, and nothing is drawn over.'],
  ['COLUMNS', 'The width of the terminal, in place of what the terminal says.'],
  ['PROCNET_DEBUG', 'With `1` messages say where in the program they come from.'],
];

export const outputRules: readonly string[] = [
  'Unknown or not applicable is `-` in text, `null` in JSON and an empty cell in CSV; it is never 0.',
  'Names come from strangers: any user can name a process or a unix socket. No control character, no C1 character and no character that changes the direction of text leaves in any format, but for the colours of a table.',
  'Text and CSV show such a character as `\\x1b` or `\\u202e`, a byte that is not valid UTF-8 as `\\xNN`, and a backslash as `\\\\`, so that what is shown can be read back.',
  'JSON writes them as `\\u001b` and `\\u202e`. A byte 0xNN that is not valid UTF-8 becomes the lone surrogate `\\udcNN`, as with the surrogateescape of Python: nothing is lost.',
  'Counters are exact to 64 bits: JSON prints all their digits, and programs that read numbers as doubles round them from 2^53 on.',
  'Text in a pipe is never cut, and has no blanks at the ends of lines. The columns depend on the command line only.',
  'CSV follows RFC 4180, with a header row and line feeds. NDJSON is one object a line.',
  'Text shows an address and its port as one endpoint: `[::1]:443`, and `*` for every address.',
  'What was skipped is said on standard error with file and line, and in the `warnings` of `--meta`.',
];

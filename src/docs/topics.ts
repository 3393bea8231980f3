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

export const grammar: readonly string[] = [
  'or     =  and { ("or" | "|" | "||") and }',
  'and    =  not { ["and" | "&" | "&&"] not }',
  'not    =  ("not" | "!") not | "(" or ")" | test',
  'test   =  subject operator value',
  '       |  subject ("=" | "!=") value { "," value }',
  '       |  subject ["not"] "in" "(" value { "," value } ")"',
  '       |  ss-subject value { "," value }',
  '       |  "exclude" state { "," state }',
  '       |  column                   (of kind flag)',
  'operator =  "=" | "==" | "!=" | "<" | "<=" | ">" | ">="',
  '         |  "~" | "!~"             (with a /regular expression/)',
  '         |  "eq" "ne" "neq" "lt" "le" "leq" "gt" "ge" "geq"',
  'value  =  word | "quoted text" | /regular expression/i | null',
];

export const subjects: Rows = [
  ['COLUMN', 'Any column of the report, also one that is not shown: `rxDropped > 0`, `user = root`.'],
  [
    'state',
    'A state or a group of states: `state established`, `state = time-wait`, `state in (listen, 0A)`.',
  ],
  ['exclude', 'Not these states: `exclude time-wait`.'],
  ['src, dst', 'The local and the remote end: `10.0.0.0/8`, `10.0.0.1:443`, `[::1]:80`, `*:80`, `:https`.'],
  ['sport, dport', 'The local and the remote port: `sport = :443`, `dport >= :1024`.'],
  ['dev', 'The interface: `dev eth0`. A socket that is bound to every address is on every interface.'],
  ['process', 'A process that holds the socket, by name or process id.'],
];

export const expressionRules: readonly string[] = [
  '`not` binds tightest, then `and`, which may be left out, then `or`. The parser of ss reads from left to right, whatever its manual says: write brackets where both are to agree.',
  'A value may be a number, a range such as `8000-8010`, a service name where a port is meant, an address or a network, or text; text with blanks or signs in it goes between double quotes.',
  'A comparison with an unknown value does not hold, not even with `!=`. `column = null` and `column != null` ask whether it is unknown; `null` may stand in a list.',
  'A list means any of its values: `dport = 80,443` is `dport in (80, 443)`. Two states side by side are a list too, as with ss: `state listen state established`.',
  'A regular expression may be 200 characters long, may have the flags `i`, `m` and `s`, and sees the first 4096 characters of a value. It reads each of them once, so that no match takes for ever; back references, look-around, and counts such as `{20}` that repeat anything more than 16 times are refused.',
  'Names of columns, states and `and`, `or` and `not` may be written in any case.',
  'An expression may be 10000 characters long, hold 1000 comparisons and 100 levels of brackets. A bad one ends with exit code 2 and is shown with a caret under the fault.',
];

export const stateSpellings =
  'States may be spelled as the kernel, ss or netstat do, in any case, with `-`, `_` or neither: `LISTEN`, `listening`, `time-wait`, `TIMEWAIT`, `estab`; or as the hexadecimal code of the kernel: `0A`, with `0x` before it if it begins with no 0. Groups are:';

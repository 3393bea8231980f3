import { formatNames } from '../formats/index.ts';
import { named, type Option } from './option.ts';

const conns = named('conns');
const sampled = named('ifstat', 'snmp', 'sockstat', 'conns');

/** Which columns, how often, from where, in which form. */
export const outputOptions: readonly Option[] = [
  {
    name: 'columns',
    value: 'LIST',
    list: true,
    help: 'Which columns, in which order; +a,-b changes the usual ones; all for every one.',
    group: 'Columns',
  },
  { name: 'extended', short: 'e', help: 'Add uid, user and inode.', group: 'Columns', on: conns },
  {
    name: 'timers',
    short: 'o',
    help: 'Add timer, timerMs, retransmits and probes.',
    group: 'Columns',
    on: conns,
  },
  { name: 'info', short: 'i', help: 'Add rtoMs, atoMs, cwnd and ssthresh.', group: 'Columns', on: conns },
  {
    name: 'processes',
    short: 'p',
    help: 'Add the processes that hold each socket.',
    group: 'Columns',
    on: conns,
  },
  {
    name: 'numeric',
    short: 'n',
    help: 'Accepted: numbers are what is shown anyway.',
    group: 'Columns',
    on: named('conns', 'routes', 'arp'),
  },
  {
    name: 'resolve',
    short: 'r',
    help: 'In text, show service and host names instead of numbers.',
    group: 'Columns',
    on: conns,
  },
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: formatNames,
    help: 'table (on a terminal), plain (in a pipe), json, ndjson or csv.',
    group: 'Output',
  },
  { name: 'json', short: 'j', help: 'Short for --format json.', group: 'Output' },
  { name: 'ndjson', help: 'Short for --format ndjson.', group: 'Output' },
  { name: 'csv', help: 'Short for --format csv.', group: 'Output' },
  { name: 'plain', help: 'Short for --format plain.', group: 'Output' },
  { name: 'no-header', short: 'H', help: 'No header line, and no count under a table.', group: 'Output' },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    help: 'Colour in tables: auto, always or never.',
    group: 'Output',
  },
  {
    name: 'meta',
    help: 'JSON only: wrap the rows with schema, time, sources and warnings.',
    group: 'Output',
  },
  { name: 'quiet', short: 'q', help: 'Print nothing: the exit code answers.', group: 'Output' },
  { name: 'exit-code', short: 'E', help: 'Exit with 1 if no row matched.', group: 'Output' },
  { name: 'strict', help: 'Exit with 4 if anything was skipped or could not be read.', group: 'Output' },
  {
    name: 'interval',
    value: 'SECONDS',
    help: 'Repeat every SECONDS (0.1 to 86400), with what was counted in between; levels, such as those of sockstat, are just read again.',
    group: 'Repeat',
    on: sampled,
  },
  {
    name: 'count',
    value: 'N',
    help: 'With --interval: stop after this many samples.',
    group: 'Repeat',
    on: sampled,
  },
  {
    name: 'since',
    value: 'FILE',
    help: 'Show what was counted since FILE, an earlier --json output of the same report; with --meta in it, per second too.',
    group: 'Repeat',
    on: named('ifstat', 'snmp'),
  },
  { name: 'proc', value: 'DIR', help: 'Another procfs mount, or a tree copied from one.', group: 'Source' },
  { name: 'pid', value: 'N', help: 'The network namespace of this process.', group: 'Source' },
  {
    name: 'endian',
    value: 'ORDER',
    choices: ['little', 'big'],
    help: 'Byte order of a copied tree: little or big.',
    group: 'Source',
  },
  { name: 'help', short: 'h', help: 'This help.', group: 'Output' },
];

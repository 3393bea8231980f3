import { UsageError } from '../../core/errors.ts';
import type { Options } from '../../core/option.ts';
import type { ReportDraft } from '../../core/report.ts';
import { visible } from '../../core/text.ts';
import { type FamilySwitches, familyOptions, numericOption } from '../families.ts';
import { socketProtocols } from './tables.ts';

/** The tables to read; null for the default ones, TCP and UDP. */
export type SocketSwitches = FamilySwitches & { tables: ReadonlySet<string> | null };

type SocketDraft = ReportDraft<SocketSwitches>;

const protocolGroups: Readonly<Record<string, readonly string[]>> = {
  inet: ['tcp', 'udp', 'udplite', 'raw', 'icmp'],
  all: socketProtocols,
};

/** Columns without which the chosen sockets could not be distinguished. */
const tableColumns: Readonly<Record<string, readonly string[]>> = {
  unix: ['type', 'path'],
  raw: ['protocolNumber'],
  packet: ['type', 'protocolNumber'],
  netlink: ['protocolNumber', 'portId'],
};

const tablesOf = (word: string): readonly string[] => protocolGroups[word] ?? [word];

/** As in ss, a list is read from left to right: `all,!tcp`. */
const read = ({ switches, extraColumns }: SocketDraft, words: readonly string[]): void => {
  const tables = new Set(switches.tables ?? []);
  for (const word of words)
    if (word.startsWith('!')) for (const table of tablesOf(word.slice(1))) tables.delete(table);
    else for (const table of tablesOf(word)) tables.add(table);
  if (tables.size === 0) throw new UsageError('--protocols: no sockets are left to show', '--protocols');
  switches.tables = tables;
  extraColumns.push(...[...tables].flatMap((table) => tableColumns[table] ?? []));
};

const show =
  (...columns: readonly string[]) =>
  ({ extraColumns }: SocketDraft): void => {
    extraColumns.push(...columns);
  };

export const socketOptions = {
  tcp: { short: 't', help: 'TCP sockets.', group: 'Rows', set: (draft) => read(draft, ['tcp']) },
  udp: { short: 'u', help: 'UDP sockets.', group: 'Rows', set: (draft) => read(draft, ['udp']) },
  unix: { short: 'x', help: 'Unix domain sockets.', group: 'Rows', set: (draft) => read(draft, ['unix']) },
  raw: { short: 'w', help: 'Raw sockets.', group: 'Rows', set: (draft) => read(draft, ['raw']) },
  protocols: {
    short: 'A',
    aliases: ['query'],
    value: 'LIST',
    repeats: 'list',
    choices: [...socketProtocols, ...Object.keys(protocolGroups)],
    negates: true,
    help: 'Which sockets: tcp, udp, udplite, raw, icmp, unix, packet, netlink, inet, all; !tcp takes them away again, as in all,!tcp.',
    group: 'Rows',
    completes: () => ({ from: 'list', words: [...socketProtocols, ...Object.keys(protocolGroups)] }),
    library: 'texts',
    set: read,
  },
  ...familyOptions,
  listening: {
    short: 'l',
    help: 'Listening sockets; for UDP and raw, unconnected ones.',
    group: 'Rows',
    library: 'flag',
    set: ({ filter }) => {
      filter.listening = true;
    },
  },
  all: {
    short: 'a',
    help: 'No-op for compatibility; sockets in all states are shown by default.',
    group: 'Rows',
    set: () => {},
  },
  summary: {
    short: 's',
    help: 'Count sockets per protocol, family and state.',
    group: 'Rows',
    set: (draft) => {
      draft.countBy ??= ['protocol', 'family', 'state'];
    },
  },
  extended: {
    short: 'e',
    help: 'Add uid, user and inode.',
    group: 'Columns',
    set: show('uid', 'user', 'inode'),
  },
  timers: {
    short: 'o',
    help: 'Add timer, timerMs, retransmits and probes.',
    group: 'Columns',
    set: show('timer', 'timerMs', 'retransmits', 'probes'),
  },
  info: {
    short: 'i',
    help: 'Add rtoMs, atoMs, cwnd and ssthresh.',
    group: 'Columns',
    set: show('rtoMs', 'atoMs', 'cwnd', 'ssthresh'),
  },
  pid: {
    value: 'LIST',
    repeats: 'list',
    help: 'Keep sockets held by any of these processes.',
    group: 'Rows',
    completes: () => ({ from: 'processes' }),
    library: 'ports',
    set: ({ filter }, words) => {
      const bad = words.find((word) => !/^[1-9]\d{0,9}$/.test(word));
      if (bad !== undefined)
        throw new UsageError(`--pid: expected process ids (got "${visible(bad)}")`, '--pid');
      filter.where = [...(filter.where ?? []), `pid in (${words.join(', ')})`];
    },
  },
  processes: {
    short: 'p',
    help: 'Add the processes that hold each socket.',
    group: 'Columns',
    library: 'flag',
    set: show('processes'),
  },
  numeric: numericOption,
  resolve: {
    short: 'r',
    help: 'In text output, show service and host names instead of numbers.',
    group: 'Columns',
    set: ({ output }) => {
      output.resolve = true;
    },
  },
} as const satisfies Options<SocketDraft>;

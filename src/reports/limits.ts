import { defineReport, type Kernel, type ScanContext } from '../core/report.ts';

/**
 * A limit from `/proc/sys/net`, for comparisons; not a separate command. Nothing is listed outside the reader's network
 * namespace, the only one these files describe.
 */
export type Limit = {
  name: string;
  value: number;
  /** The inclusive end of a port range; otherwise the same as `value`. */
  last: number;
};

/** Files with one number, or with two that are a range. */
const numberFiles = [
  'net/ipv4/ip_local_port_range',
  'net/ipv4/tcp_tw_reuse',
  'net/ipv4/tcp_mem',
  'net/ipv4/neigh/default/gc_thresh2',
  'net/ipv4/neigh/default/gc_thresh3',
  'net/ipv6/neigh/default/gc_thresh2',
  'net/ipv6/neigh/default/gc_thresh3',
] as const;

/** `8080,9148-9150`; empty if nothing is reserved (net/ipv4/sysctl_net_ipv4.c, proc_do_large_bitmap). */
const reservedFile = 'net/ipv4/ip_local_reserved_ports';

const nameOf = (file: string): string => file.replaceAll('/', '.');

const rangeOf = (file: string, words: readonly string[]): Limit[] => {
  const [value, last = value] = words.map((word) => (/^\d{1,15}$/.test(word) ? Number(word) : Number.NaN));
  return value === undefined || last === undefined || Number.isNaN(value + last)
    ? []
    : [{ name: nameOf(file), value, last }];
};

const numbers = (kernel: Kernel, file: string): Limit[] => {
  const text = kernel.sysctl(file);
  return text === null ? [] : rangeOf(file, text.split(/\s+/));
};

function* scan({ kernel }: ScanContext<null>): Generator<Limit> {
  for (const file of numberFiles) yield* numbers(kernel, file);
  for (const range of (kernel.sysctl(reservedFile) ?? '').split(','))
    yield* rangeOf(reservedFile, range.split('-'));
}

export const limits = defineReport<Limit, Limit>()({
  name: 'limits',
  summary: 'Show network stack limits',
  files: [...numberFiles, reservedFile].map((file) => `/proc/sys/${file}`),
  row: 'a limit',
  examples: [],
  notes: ['Only the limits of our own network namespace can be read.'],
  seeAlso: ['sysctl 8'],
  identity: ['name', 'value'],
  switches: () => null,
  options: {},
  columns: {
    name: { kind: 'text', help: 'The name, as in sysctl.', read: ({ name }) => name },
    value: { kind: 'integer', help: 'The limit, or the start of the range.', read: ({ value }) => value },
    last: { kind: 'integer', help: 'The end of the range.', read: ({ last }) => last },
  },
  scan,
});

import { Added, statsNamed } from '../counters.ts';
import { limit } from '../evidence/limits.ts';
import { hostWide, whyNotHostWide } from '../host-wide.ts';
import { counted, percentText } from '../phrases.ts';
import { rowsOf, type Sample } from '../readings.ts';
import { from, type Measured, type Rule } from '../rule.ts';

const tables = [
  { family: 'ipv4', file: 'arp_cache' },
  { family: 'ipv6', file: 'ndisc_cache' },
] as const;

const stats = statsNamed(...tables.flatMap(({ file }) => [`${file}:entries`, `${file}:table_fulls`]));
const limits = rowsOf(limit, ['name', 'value'], 'name ~ /gc_thresh[23]$/');

type Use = {
  readonly family: string;
  readonly entries: number;
  readonly soft: number;
  readonly hard: number;
  readonly full: number;
};

const uses = (now: Sample): readonly Use[] => {
  const added = new Added(now, stats);
  const settings = new Map(now.of(limits).rows.map(({ name, value }) => [name, value]));
  return tables.flatMap(({ family, file }) => {
    const [soft, hard] = [2, 3].map((at) => settings.get(`net.${family}.neigh.default.gc_thresh${at}`));
    const entries = added.value(`${file}:entries`);
    if (entries === null || soft === undefined || !hard) return [];
    return [{ family, entries, soft, hard, full: added.delta(`${file}:table_fulls`) ?? 0 }];
  });
};

const shareOf = ({ entries, hard }: Use): number => (entries / hard) * 100;

const measured = (use: Use, evidence: readonly Use[]): Measured => {
  const { family, entries, soft, hard, full } = use;
  const lost = full > 0 ? `; the table was full ${counted(full, 'time')}` : '';
  return {
    value: shareOf(use),
    warn: (soft / hard) * 100,
    message: `${entries} of ${hard} ${family} neighbours (${percentText(shareOf(use))})${lost}`,
    evidence,
    atLeast: full > 0 ? 'critical' : null,
  };
};

export const neighbours: Rule = {
  id: 'neighbours',
  summary: "The host's neighbour table is nearly full",
  evidence: 'entries in stat/arp_cache and ndisc_cache, relative to gc_thresh2 and gc_thresh3; table_fulls',
  scope: 'host',
  unit: '%',
  warn: null,
  critical: from(95),
  orElse: { warn: 'above gc_thresh2', critical: 'any table_fulls' },
  source: 'own',
  advice:
    'Raise all three net.ipv4.neigh.default.gc_thresh (or net.ipv6) settings in the initial network namespace, for all namespaces.',
  readings: [hostWide, stats, limits],
  rows: null,
  judge(now) {
    const skip = whyNotHostWide(now);
    if (skip !== null) return { skip };
    const found = uses(now);
    const [first, ...others] = found
      .toSorted((one, other) => shareOf(other) - shareOf(one))
      .map((use) => measured(use, found));
    return first === undefined
      ? { unknown: 'stat/arp_cache or gc_thresh3 is unavailable' }
      : { each: [first, ...others] };
  },
};

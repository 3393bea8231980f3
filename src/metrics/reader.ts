import type { Finding } from '../check/findings.ts';
import { judgeRules } from '../check/judge-rules.ts';
import { kernelOf, lookingOnce, type Place, placeFor } from '../check/place.ts';
import type { Reading, Sample } from '../check/readings.ts';
import type { Rule } from '../check/rule.ts';
import { ephemeralPorts } from '../check/rules/ephemeral-ports.ts';
import type { Surroundings } from '../check/run.ts';
import { Sampler } from '../check/sampler.ts';
import { bounded, seriesIn } from './bound.ts';
import { expositionText } from './exposition.ts';
import { Families, type Family } from './family.ts';
import { addFindings, addPorts } from './findings.ts';
import { addRows, type MeasuredReport, measuredReports, readingOf } from './measured.ts';
import type { MetricsRequest } from './request.ts';
import { addSockets, type SocketReadings, socketReadings } from './sockets.ts';
import { type Accounts, accountsOf, addSources, warningsOf } from './sources.ts';
import { version } from './version.ts';

/** One reading of all metrics. */
export type Measurement = {
  /** In the Prometheus text format. */
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Warnings about data that could not be read or was left out. */
  readonly warnings: readonly string[];
};

/** Everything read in one sample. */
type Readings = {
  readonly sockets: SocketReadings;
  readonly reports: readonly (readonly [report: MeasuredReport, reading: Reading])[];
  readonly rules: readonly Rule[];
};

const readingsOf = async ({ source, rules }: MetricsRequest): Promise<Readings> => {
  const isAcross = source.allNetns === true;
  const reports = await measuredReports();
  return {
    sockets: socketReadings(isAcross),
    reports: reports.map((report) => [report, readingOf(report, isAcross)]),
    rules,
  };
};

const allOf = ({ sockets, reports, rules }: Readings): readonly Reading<unknown>[] => [
  ...Object.values(sockets),
  ...reports.map(([, reading]) => reading),
  ...[...rules, ephemeralPorts].flatMap(({ readings }) => readings),
];

const buildInfo = {
  name: 'procnet_build_info',
  type: 'gauge',
  help: 'Always 1; the label is the version of procnet. From procnet itself.',
} as const;

const droppedInfo = {
  name: 'procnet_series_dropped',
  type: 'gauge',
  help: 'Series left out: those of families that were too large together, and those that a damaged file held twice. From procnet itself.',
} as const;

const single = (family: Omit<Family, 'series'>, value: number, labels = {}): Family => ({
  ...family,
  series: [{ labels, value }],
});

/** `procnet_build_info` and `procnet_series_dropped`. */
const own = 2;

const mostNamed = 5;

const leftOutWarning = (left: readonly Family[]): readonly string[] => {
  if (left.length === 0) return [];
  const named = left.slice(0, mostNamed).map(({ name, series }) => `${name} (${series.length})`);
  const more = left.length > mostNamed ? ` and ${left.length - mostNamed} more families` : '';
  return [`too many series; left out ${named.join(', ')}${more} (raise --max-series)`];
};

/** Reads the metrics repeatedly. Rules compare each reading with the previous one. */
export class MetricsReader {
  readonly #request: MetricsRequest;
  readonly #place: Place;
  readonly #readings: Readings;
  #sampler: Sampler;
  readonly #forget: () => void;
  #before: Sample | null = null;

  private constructor(request: MetricsRequest, place: Place, readings: Readings, forget: () => void) {
    this.#request = request;
    this.#place = place;
    this.#readings = readings;
    this.#forget = forget;
    this.#sampler = new Sampler(allOf(readings), place);
  }

  /** Throws the errors of reading a snapshot, and `ReadError` if there is nothing to read. */
  static async open(request: MetricsRequest, surroundings: Surroundings): Promise<MetricsReader> {
    const { allNetns, ...source } = request.source;
    const place = await placeFor(source, surroundings, allNetns === true);
    kernelOf(place).open().close();
    const readings = await readingsOf(request);
    if (place.finder === null || allNetns !== true)
      return new MetricsReader(request, place, readings, () => {});
    const { place: finder, forget } = lookingOnce(place.finder);
    return new MetricsReader(request, { ...place, finder }, readings, forget);
  }

  /** `turn` yields to other work. Throws `ReadError` or `UnsupportedError` if nothing could be read. */
  async read(turn: () => Promise<void>): Promise<Measurement> {
    this.#forget();
    const now = await this.#sampler.readInTurns(turn);
    const accounts = accountsOf(allOf(this.#readings).map((reading) => now.of(reading)));
    if (accounts.accounts.length === 0 && accounts.failures.length > 0)
      return this.#failed(accounts.failures[0]!);
    const findings = judgeRules([...this.#readings.rules, ephemeralPorts], now, this.#before);
    this.#before = now;
    return this.#measurement(now, findings, accounts);
  }

  /** A namespace may disappear for good, and a new one may have its name at the next lookup. */
  #failed(error: Error): never {
    this.#sampler = new Sampler(allOf(this.#readings), this.#place);
    this.#before = null;
    throw error;
  }

  #measurement(now: Sample, findings: readonly Finding[], accounts: Accounts): Measurement {
    const ofRules = findings.slice(0, -1);
    const { maxSeries } = this.#request;
    const { machine, location } = kernelOf(this.#place).find();
    const about = new Families();
    addFindings(ofRules, about);
    addPorts(findings.at(-1)!, about);
    addSources(accounts, location.net, about);
    const families = new Families();
    addSockets(this.#readings.sockets, now, families);
    for (const [report, reading] of this.#readings.reports)
      addRows(report, now.of(reading).rows, machine.pageSize, families);
    const always = about.all();
    const { families: kept, left } = bounded(families.all(), maxSeries - seriesIn(always) - own);
    const dropped = seriesIn(left) + families.repeated;
    const all = [single(buildInfo, 1, { version }), single(droppedInfo, dropped), ...always, ...kept];
    return {
      text: expositionText(all),
      findings: ofRules,
      warnings: [...warningsOf(accounts), ...leftOutWarning(left)],
    };
  }
}

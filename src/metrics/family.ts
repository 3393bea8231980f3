/** What a series does over time; `untyped` where the kernel does not say and nobody has described it. */
export type SeriesType = 'counter' | 'gauge' | 'untyped';

export type Labels = Readonly<Record<string, string | number | null>>;

/** A value with the labels that tell it apart from others of its family. */
export type Series = { readonly labels: Labels; readonly value: number | bigint };

/** All series of one name. */
export type Family = {
  readonly name: string;
  readonly type: SeriesType;
  /** One line, which ends with the kernel file that it comes from. */
  readonly help: string;
  readonly series: readonly Series[];
};

type Growing = Omit<Family, 'series'> & { readonly series: Map<string, Series> };

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels));

/** Families while they are collected: none has a series twice, whatever the kernel's files hold. */
export class Families {
  readonly #byName = new Map<string, Growing>();
  /** Series that came a second time, or under a name that has another type. */
  repeated = 0;

  /** Begins a family, which is shown even if it gets no series. The first help and type of a name stay. */
  begin(name: string, type: SeriesType, help: string): void {
    if (!this.#byName.has(name)) this.#byName.set(name, { name, type, help, series: new Map() });
  }

  add(family: Omit<Family, 'series'>, labels: Labels, value: number | bigint): void {
    this.begin(family.name, family.type, family.help);
    const { type, series } = this.#byName.get(family.name)!;
    const key = keyOf(labels);
    if (type !== family.type || series.has(key)) this.repeated++;
    else series.set(key, { labels, value });
  }

  all(): readonly Family[] {
    return [...this.#byName.values()]
      .map((family) => ({ ...family, series: [...family.series.values()] }))
      .filter(({ series }) => series.length > 0);
  }
}

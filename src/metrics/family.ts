/** How a series behaves over time; `untyped` if neither the kernel nor our notes say. */
export type SeriesType = 'counter' | 'gauge' | 'untyped';

export type Labels = Readonly<Record<string, string | number | null>>;

/** A value with the labels that distinguish it within its family. */
export type Series = { readonly labels: Labels; readonly value: number | bigint };

/** All series with one name. */
export type Family = {
  readonly name: string;
  readonly type: SeriesType;
  /** One line that ends with its kernel file. */
  readonly help: string;
  readonly series: readonly Series[];
};

type Growing = Omit<Family, 'series'> & { readonly series: Map<string, Series> };

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels));

/** Families being collected. No series appears twice, whatever the kernel's files contain. */
export class Families {
  readonly #byName = new Map<string, Growing>();
  /** Duplicate series, and series whose name already has another type. */
  repeated = 0;

  /** Starts a family, which is printed even without series. A name keeps its first help and type. */
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

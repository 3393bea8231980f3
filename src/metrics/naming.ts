import type { SeriesType } from './family.ts';

/** `RetransSegs`, `TCPLostRetransmit`, `DelayedACKs`, `InType3`: a run of capitals is one word. */
const words = /[A-Z]{2,}s?(?![a-z])\d*|[A-Z]{0,2}[a-z]+\d*|[A-Z]\d*|\d+/g;

/** A kernel or column name in Prometheus style: `retrans_segs`. Empty for a name without letters. */
export const snakeCase = (name: string): string => (name.match(words) ?? []).join('_').toLowerCase();

/**
 * Words that Prometheus takes for a unit or a type in a counter's name (client_golang, promlint). Future kernels
 * may use any of them.
 */
const misread =
  /_(?=(?:counter|gauge|histogram|summary|minutes|hours|days|weeks|bits|[smhdb]|[mun]s|sec|[kmgtp]b)(?:_|$))/g;

/** Suffixes reserved for other types. */
const endings = /_(?=(?:total|count|sum|bucket)$)/;

/** `procnet_network_receive_bytes_total` from `network`, `receive` and the unit `bytes`. */
export const seriesName = (parts: readonly string[], unit: string, type: SeriesType): string => {
  const name = ['procnet', ...parts]
    .filter((part) => part !== '')
    .join('_')
    .replace(misread, '');
  const withUnit = unit === '' || name.endsWith(`_${unit}`) ? name : `${name}_${unit}`;
  return type === 'counter' ? `${withUnit.replace(/_total$/, '')}_total` : withUnit.replace(endings, '');
};

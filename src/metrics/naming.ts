import type { SeriesType } from './family.ts';

/** `RetransSegs`, `TCPLostRetransmit`, `DelayedACKs`, `InType3`: capitals that belong together are one word. */
const words = /[A-Z]{2,}s?(?![a-z])\d*|[A-Z]{0,2}[a-z]+\d*|[A-Z]\d*|\d+/g;

/** A name of the kernel's or of a column as Prometheus spells it: `retrans_segs`. Empty for one without letters. */
export const snakeCase = (name: string): string => (name.match(words) ?? []).join('_').toLowerCase();

/**
 * Words by which Prometheus would take a counter's name for a unit or a type (client_golang, promlint). A kernel of next year
 * may use any of them.
 */
const misread =
  /_(?=(?:counter|gauge|histogram|summary|minutes|hours|days|weeks|bits|[smhdb]|[mun]s|sec|[kmgtp]b)(?:_|$))/g;

/** Endings that only other types may have. */
const endings = /_(?=(?:total|count|sum|bucket)$)/;

/** `procnet_network_receive_bytes_total` of `network`, `receive` and the unit `bytes`. */
export const seriesName = (parts: readonly string[], unit: string, type: SeriesType): string => {
  const name = ['procnet', ...parts]
    .filter((part) => part !== '')
    .join('_')
    .replace(misread, '');
  const withUnit = unit === '' || name.endsWith(`_${unit}`) ? name : `${name}_${unit}`;
  return type === 'counter' ? `${withUnit.replace(/_total$/, '')}_total` : withUnit.replace(endings, '');
};

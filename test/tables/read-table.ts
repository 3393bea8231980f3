import type { Lines } from '../../src/core/report.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { KernelSource } from '../support/kernel-source.ts';

/** Reads one file of this text through the kernel source: its records in order, and the reported problems. */
export const readTable = <T>(
  text: string | Uint8Array,
  parse: (lines: Lines | null) => Iterable<T>,
): { readonly records: readonly T[]; readonly problems: readonly string[] } => {
  const problems: string[] = [];
  const place = { net: '/net', root: null, live: false };
  const kernel = new KernelSource(place, {}, new FakeFiles({ '/net/table': text }), (problem) =>
    problems.push(`${problem.line}: ${problem.field}: ${problem.message}`),
  );
  return { records: [...parse(kernel.open('table', { mayBeEmpty: true }))], problems };
};

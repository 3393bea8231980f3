import type { Preparation, Report, Words } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { NamePatterns } from './name-patterns.ts';

/** The interfaces to show, by name or glob; none for all. */
export type InterfaceSwitches = { interfaces: readonly string[] };

export const interfaceWords: Words<InterfaceSwitches> = {
  synopsis: '[INTERFACE ...]',
  completes: () => ({ from: 'interfaces' }),
  take({ switches }, words) {
    switches.interfaces = words;
  },
};

const readerOf = ({ columns }: Report): ((view: never) => unknown) =>
  columns.find(({ kind }) => kind === 'interface')!.read;

/** Keeps the rows of these interfaces; one that is not there is an error. */
export const prepareInterfaces = ({ report }: Request, { interfaces }: InterfaceSwitches): Preparation => {
  if (interfaces.length === 0) return {};
  const patterns = new NamePatterns(interfaces);
  const read = readerOf(report);
  return {
    test(view) {
      const name = read(view);
      return typeof name === 'string' && patterns.fits([name]);
    },
    remarks: () => patterns.errors('interface'),
  };
};

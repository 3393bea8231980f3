import type { Remark } from '../core/account.ts';
import type { Preparation, Words } from '../core/report.ts';
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

const leftOut = (rows: number): readonly Remark[] => {
  const text = `${rows} row${rows === 1 ? '' : 's'} omitted: interface unknown`;
  return rows === 0 ? [] : [{ kind: 'caveat', text }];
};

/** Keeps these interfaces' rows. A missing interface is an error, unless rows with an unknown interface may be its. */
export const prepareInterfaces = ({ report }: Request, { interfaces }: InterfaceSwitches): Preparation => {
  if (interfaces.length === 0) return {};
  const patterns = new NamePatterns(interfaces);
  const { read, hides } = report.columns.find(({ kind }) => kind === 'interface')!;
  let unknown = 0;
  return {
    test(view) {
      const name = read(view);
      if (name === null && hides?.(view)) unknown++;
      return typeof name === 'string' && patterns.fits([name]);
    },
    remarks: () => (unknown === 0 ? patterns.errors('interface') : leftOut(unknown)),
  };
};

import { visible } from '../../core/text.ts';
import type { PlainRow } from '../../query/copy.ts';
import { unix } from '../evidence/sockets.ts';
import { byProcesses } from '../phrases.ts';
import { type Reading, rowsOf } from '../readings.ts';
import type { Context } from './context.ts';
import { absent, judgement, type Test } from './judgement.ts';

const columns = ['path', 'type', 'state', 'listening', 'suspect'] as const;
const withOwners = [...columns, 'processes'] as const;

type Bound = Pick<Required<typeof unix>['row'], (typeof columns)[number]> &
  Partial<Pick<Required<typeof unix>['row'], 'processes'>>;

/** Datagram sockets do not listen, so being bound is enough. */
const isReady = ({ listening, type }: Bound): boolean => listening === true || type === 'dgram';

const asEvidence = ({ path, type, state, processes }: Bound): PlainRow => ({
  path,
  type,
  state,
  ...(processes === undefined ? {} : { processes }),
});

/** `unix PATH`: a socket with that name is listening or, for type dgram, bound. */
export const hasUnixSocket = (path: string, { owners }: Context): Test => {
  const reading = rowsOf(unix, owners ? withOwners : columns, 'path != null') as Reading<Bound>;
  const name = visible(path);
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const bound = found.rows.filter((row) => row.path === path);
      const ready = bound.filter(isReady);
      const best = ready.find(({ suspect }) => suspect !== true) ?? ready[0];
      const evidence = bound.map(asEvidence);
      if (best !== undefined) {
        const doubt = best.suspect === true ? '; the name of another socket could have forged this row' : '';
        return judgement(true, `${name} is served${byProcesses(best.processes)}${doubt}`, evidence);
      }
      return bound.length === 0
        ? absent([found], false, `no socket is named ${name}`)
        : judgement(false, `${name} is bound, but not listening`, evidence);
    },
  };
};

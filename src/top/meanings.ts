import type { Report } from '../core/report.ts';
import { type Explanation, explanationsOf } from '../glossary/explain.ts';
import type { Row, State } from './state.ts';

/** The topic of a row's states: socket states depend on the protocol, which a group may not have. */
const topicsOf = ({ values }: Row, { question }: State): readonly (readonly string[])[] => {
  const { protocol } = values;
  const own = [`${question.report} state`];
  return protocol === undefined
    ? [own, ['tcp state', 'datagram state', 'unix state']]
    : [own, [`${String(protocol)} state`], ['datagram state']];
};

const isOfState = ({ topic }: Explanation): boolean => topic.endsWith(' state');

/** What a term means in this row, because a state may have several meanings. */
export const meaningsOf = (
  word: string,
  row: Row,
  state: State,
  reports: readonly Report[],
): readonly Explanation[] => {
  const found = explanationsOf(word, reports);
  const topics = topicsOf(row, state).find((each) => found.some(({ topic }) => each.includes(topic)));
  return topics === undefined ? found : found.filter((one) => !isOfState(one) || topics.includes(one.topic));
};

import { ExitCode, UsageError } from '../../core/errors.ts';
import { type TopDraft, topPage } from '../../options/pages/top.ts';
import { entryNamed } from '../../reports/registry.ts';
import { initialState, type State } from '../../top/state.ts';
import { type Command, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';
import { wantsColor } from '../terminal.ts';
import { reportNamed } from './report.ts';
import { Session } from './top-screen/session.ts';

/** The order of reports for Tab, fastest-changing first. */
const tabOrder = [
  'conns',
  'ifstat',
  'snmp',
  'sockstat',
  'stat',
  'conntrack',
  'arp',
  'routes',
  'addrs',
  'netns',
];

const sortOf = ([word]: readonly string[]): State['sort'] =>
  word === undefined ? null : { name: word.replace(/^[+-]/, ''), descending: word.startsWith('-') };

const isReport = (word: string | undefined): boolean => word !== undefined && entryNamed(word) !== undefined;

const requireTerminal = async (host: Host): Promise<void> => {
  const { isatty } = await import('node:tty');
  if (host.stdout.isTerminal && isatty(0)) return;
  throw new UsageError('top requires a terminal; otherwise use procnet conns --interval 1 --ndjson');
};

/** `procnet top [REPORT] [EXPRESSION]`. */
export const top: Command = async (tokens, host) => {
  const draft: TopDraft = { interval: 1000, sort: [], by: [], color: 'auto', proc: null, netns: '' };
  const words = await readCommand(topPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  await requireTerminal(host);
  const [report, rest] = isReport(words[0]) ? [words[0]!, words.slice(1)] : ['conns', words];
  const { name } = await reportNamed(report);
  const question = {
    report: name,
    where: rest.join(' '),
    columns: '',
    countBy: draft.by.join(','),
    listening: false,
    netns: draft.netns,
  };
  const place = { files: host.files, proc: draft.proc, interval: draft.interval, now: host.now };
  const state = initialState(question, {
    reports: tabOrder,
    interval: draft.interval,
    sort: sortOf(draft.sort),
  });
  const color = wantsColor(draft.color, host.env, host.stdout.isTerminal);
  return new Session(host, state, place, color).run();
};

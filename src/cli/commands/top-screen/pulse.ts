import { allNamespaces } from '../../../top/namespaces.ts';
import type { Question } from '../../../top/state.ts';
import { reportNamed } from '../report.ts';
import { type Asked, type Place, understood } from './questions.ts';

/** Namespace-wide counters in the header, and their names there. */
const counters: Readonly<Record<string, string>> = {
  TcpRetransSegs: 'retransmits',
  TcpExtListenDrops: 'listen drops',
  UdpRcvbufErrors: 'UDP drops',
};

const question: Omit<Question, 'netns'> = {
  report: 'snmp',
  where: '',
  columns: '',
  countBy: '',
  listening: false,
};

/** A namespace's rates as text; empty if they cannot be read. */
export class Pulse {
  readonly #place: Place;
  #asked: Asked | null = null;
  #netns: string | null = null;

  constructor(place: Place) {
    this.#place = place;
  }

  /** The namespace it covers. There are no such rates for all namespaces together. */
  async follow(netns: string): Promise<void> {
    if (netns === this.#netns) return;
    this.#netns = netns;
    this.#asked =
      netns === allNamespaces
        ? null
        : await understood(
            { ...question, netns },
            await reportNamed(question.report),
            this.#place,
            Object.keys(counters),
          );
  }

  read(): string {
    try {
      const { rows } = this.#asked!.read('');
      return rows
        .map(({ values }) => {
          const rate = values['perSecond'];
          const shown = typeof rate === 'number' ? `${rate.toFixed(rate < 10 ? 1 : 0)}/s` : '-';
          return `${counters[String(values['key'])] ?? String(values['key'])} ${shown}`;
        })
        .join('  ');
    } catch {
      return '';
    }
  }
}

import type { Question } from '../../top/state.ts';
import { reportNamed } from '../dispatch.ts';
import { type Asked, type Place, understood } from './questions.ts';

/** Counters of the whole namespace that the header shows, and their names there. */
const counters: Readonly<Record<string, string>> = {
  TcpRetransSegs: 'retransmits',
  TcpExtListenDrops: 'listen drops',
  UdpRcvbufErrors: 'UDP drops',
};

const question: Question = { report: 'snmp', where: '', columns: '', countBy: '', listening: false };

/** Rates of the whole namespace as words; empty where they cannot be read. */
export class Pulse {
  #asked: Asked | null = null;

  async open(place: Place): Promise<void> {
    this.#asked = await understood(
      question,
      await reportNamed(question.report),
      place,
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

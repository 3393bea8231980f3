import type { InetSocket } from './inet.ts';

/** Nullable number columns, and where a socket keeps them for writers; NaN if unknown. */
export const keptNumbers = {
  uid: 0,
  inode: 1,
  timerMs: 2,
  retransmits: 3,
  probes: 4,
  rtoMs: 5,
  atoMs: 6,
  cwnd: 7,
  ssthresh: 8,
  drops: 9,
} as const;

export type KeptNumber = keyof typeof keptNumbers;

const groups: Readonly<Record<'owner' | 'timers' | 'window' | 'drops', readonly KeptNumber[]>> = {
  owner: ['uid', 'inode'],
  timers: ['timerMs', 'retransmits', 'probes'],
  window: ['rtoMs', 'atoMs', 'cwnd', 'ssthresh'],
  drops: ['drops'],
};

/** The current row's numbers, limited to those that will be read. */
export class KeptNumbers {
  readonly values: Float64Array = new Float64Array(Object.keys(keptNumbers).length).fill(Number.NaN);
  /** False if there are none. */
  readonly isUsed: boolean;
  readonly #owner: boolean;
  readonly #timers: boolean;
  readonly #window: boolean;
  readonly #drops: boolean;

  constructor(wanted: ReadonlySet<string>, isTcp: boolean) {
    const wants = (group: keyof typeof groups): boolean => groups[group].some((name) => wanted.has(name));
    this.#owner = wants('owner');
    this.#timers = isTcp && wants('timers');
    this.#window = isTcp && wants('window');
    this.#drops = !isTcp && wants('drops');
    this.isUsed = this.#owner || this.#timers || this.#window || this.#drops;
  }

  take(socket: InetSocket): void {
    const { values } = this;
    if (this.#owner) {
      values[keptNumbers.uid] = socket.uid ?? Number.NaN;
      values[keptNumbers.inode] = socket.inode;
    }
    if (this.#timers) {
      values[keptNumbers.timerMs] = socket.timerMs ?? Number.NaN;
      values[keptNumbers.retransmits] = socket.retransmits ?? Number.NaN;
      values[keptNumbers.probes] = socket.probes ?? Number.NaN;
    }
    if (this.#window) {
      values[keptNumbers.rtoMs] = socket.rtoMs ?? Number.NaN;
      values[keptNumbers.atoMs] = socket.atoMs ?? Number.NaN;
      values[keptNumbers.cwnd] = socket.cwnd ?? Number.NaN;
      values[keptNumbers.ssthresh] = socket.ssthresh ?? Number.NaN;
    }
    if (this.#drops) values[keptNumbers.drops] = socket.drops ?? Number.NaN;
  }
}

import { ExitCode, ReadError, UnsupportedError, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/text.ts';
import { type TopDraft, topPage } from '../options/pages/top.ts';
import { loadReports, registry } from '../reports/registry.ts';
import { withSample } from '../top/merge.ts';
import { Painter, printed } from '../top/paint.ts';
import { initialState, type State } from '../top/state.ts';
import { withKey } from '../top/update.ts';
import { frameOf } from '../top/view.ts';
import { type Command, commands, readCommand } from './commands.ts';
import { reportNamed } from './dispatch.ts';
import type { Host } from './host.ts';
import { signalCode } from './repeat.ts';
import { canRedraw, screenSize } from './screen.ts';
import { isAscii, wantsColor } from './terminal.ts';
import { Pulse } from './top/pulse.ts';
import { type Asked, type Place, understood } from './top/questions.ts';
import { type Event, FullScreen } from './top/terminal.ts';

/** The order in which Tab goes through the reports: those that change most first. */
const tabOrder = ['conns', 'ifstat', 'snmp', 'sockstat', 'stat', 'conntrack', 'arp', 'routes', 'addrs'];

class Top {
  readonly #host: Host;
  readonly #place: Place;
  readonly #screen: FullScreen;
  readonly #painter: Painter;
  readonly #moves: boolean;
  readonly #pulse = new Pulse();
  #reports: readonly Report[] = [];
  #state: State;
  #asked: Asked | null = null;
  #due = 0;
  #isNew = true;

  constructor(host: Host, state: State, place: Place, color: boolean) {
    this.#host = host;
    this.#state = state;
    this.#place = place;
    this.#moves = canRedraw(host);
    this.#painter = new Painter(color);
    this.#screen = new FullScreen(host, this.#moves);
  }

  /** The first question is understood before the terminal changes: a wrong one is an error like any other. */
  async run(): Promise<number> {
    this.#asked = await this.#understood();
    this.#state = { ...this.#state, sort: namedSort(this.#state.sort, this.#asked) };
    this.#reports = await loadReports();
    await this.#pulse.open(this.#place);
    this.#screen.open();
    let signal: NodeJS.Signals | null = null;
    try {
      signal = await this.#loop();
    } finally {
      this.#screen.close();
    }
    if (signal === null) return ExitCode.ok;
    process.kill(process.pid, signal);
    return signalCode(signal);
  }

  async #understood(): Promise<Asked> {
    const { question } = this.#state;
    return understood(question, await reportNamed(question.report), this.#place);
  }

  async #loop(): Promise<NodeJS.Signals | null> {
    for (;;) {
      const { isOpen } = this.#screen;
      if (isOpen) {
        this.#sample();
        this.#draw();
      }
      const rests = !isOpen || this.#state.isPaused;
      const wait = rests ? Number.POSITIVE_INFINITY : this.#due - performance.now();
      const event = await this.#screen.next(wait);
      if (event.kind === 'signal') return event.signal;
      const before = this.#state.question;
      const end = this.#take(event);
      if (end !== null) return end === 'quit' ? null : end;
      if (this.#state.question !== before) await this.#askAnew();
    }
  }

  #take(event: Event): NodeJS.Signals | 'quit' | null {
    if (event.kind === 'resize' || event.kind === 'resumed') {
      if (event.kind === 'resumed') this.#screen.resume();
      this.#painter.forget();
    }
    if (event.kind === 'suspend') this.#screen.suspend();
    if (event.kind !== 'keys') return null;
    for (const key of event.keys) {
      this.#state = withKey(this.#state, key);
      const { wish } = this.#state;
      if (wish === 'quit') return 'quit';
      if (wish === 'interrupt') return 'SIGINT';
      if (wish === 'suspend') this.#screen.suspend();
      if (wish === 'redraw') this.#painter.forget();
      if (wish === 'snapshot') this.#tellOfSnapshots();
    }
    return null;
  }

  #tellOfSnapshots(): void {
    const message = Object.hasOwn(commands, 'snapshot')
      ? 'run procnet snapshot in another terminal to write one'
      : 'this version writes no snapshots';
    this.#state = { ...this.#state, message };
  }

  /** What cannot be understood changes nothing but the error that is shown. */
  async #askAnew(): Promise<void> {
    try {
      this.#asked = await this.#understood();
      this.#isNew = true;
      this.#due = 0;
      this.#state = { ...this.#state, error: null };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#state = { ...this.#state, error: error.message };
    }
  }

  #sample(): void {
    const now = performance.now();
    if (now < this.#due || (this.#state.isPaused && !this.#isNew)) return;
    this.#due = now + this.#state.interval;
    try {
      const sample = this.#asked!.read(this.#pulse.read());
      const { error } = this.#state;
      this.#state = { ...withSample(this.#state, sample, this.#isNew), error };
      this.#isNew = false;
    } catch (error) {
      if (!(error instanceof ReadError || error instanceof UnsupportedError)) throw error;
      this.#state = { ...this.#state, rows: [], error: error.message };
    }
  }

  #draw(): void {
    const { columns, rows } = screenSize();
    const size = { width: columns || 80, height: rows || 24, isAscii: isAscii(this.#host.env) };
    const { lines, state } = frameOf(this.#state, this.#reports, size);
    this.#state = state;
    const bytes = this.#moves ? this.#painter.paint(lines, size.width) : printed(lines);
    if (bytes !== '') this.#host.write(Buffer.from(bytes));
  }
}

const sortOf = ([word]: readonly string[]): State['sort'] =>
  word === undefined ? null : { name: word.replace(/^[+-]/, ''), descending: word.startsWith('-') };

/** The sort by the name of its column, which may have been typed as its heading. */
const namedSort = (sort: State['sort'], { columns }: Asked): State['sort'] => {
  if (sort === null) return null;
  const found = columns.find(({ name, heading }) => name === sort.name || heading === sort.name);
  if (found !== undefined) return { ...sort, name: found.name };
  const names = columns.map(({ name }) => name).join(', ');
  throw new UsageError(`--sort: there is no column "${visible(sort.name)}"\ncolumns: ${names}`, '--sort');
};

const isReport = (word: string | undefined): boolean =>
  registry.some(({ name, aliases }) => name === word || aliases.includes(word ?? ''));

const requireTerminal = async (host: Host): Promise<void> => {
  const { isatty } = await import('node:tty');
  if (host.stdout.isTerminal && isatty(0)) return;
  throw new UsageError('top needs a terminal; elsewhere use procnet conns --interval 1 --ndjson');
};

/** `procnet top [REPORT] [EXPRESSION]`. */
export const top: Command = async (tokens, host) => {
  const draft: TopDraft = { interval: 1000, sort: [], by: [], color: 'auto', proc: null };
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
  };
  const place = { files: host.files, proc: draft.proc, interval: draft.interval, now: host.now };
  const state = initialState(question, {
    reports: tabOrder,
    interval: draft.interval,
    sort: sortOf(draft.sort),
  });
  const color = wantsColor(draft.color, host.env, host.stdout.isTerminal);
  return new Top(host, state, place, color).run();
};

import { ExitCode, OutputError, ReadError, UnsupportedError, UsageError } from '../../../core/errors.ts';
import type { Report } from '../../../core/report.ts';
import { visible } from '../../../core/text.ts';
import { snapshotDraft } from '../../../options/pages/snapshot.ts';
import { loadReports } from '../../../reports/registry.ts';
import { withSample } from '../../../top/merge.ts';
import { allNamespaces, withNamespaces } from '../../../top/namespaces.ts';
import { Painter, printed } from '../../../top/paint.ts';
import type { State } from '../../../top/state.ts';
import { withKey } from '../../../top/update.ts';
import { frameOf } from '../../../top/view.ts';
import type { Host } from '../../host.ts';
import { signalCode } from '../../repeat.ts';
import { canRedraw, screenSize } from '../../screen.ts';
import { isAscii } from '../../terminal.ts';
import { reportNamed } from '../report.ts';
import { sizeText, writeSnapshot } from '../written-snapshot.ts';
import { Pulse } from './pulse.ts';
import { type Asked, namedSort, type Place, understood } from './questions.ts';
import { type Event, FullScreen } from './terminal.ts';

/** Read and write errors, which the live view shows before it continues. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ReadError ||
  error instanceof UnsupportedError ||
  error instanceof OutputError ||
  error instanceof UsageError;

/** Samples shown between two progress messages of a snapshot. */
const shownEach = 50;

type End = NodeJS.Signals | 'quit' | null;

/** One run of `top`: events and samples in, frames out. */
export class Session {
  readonly #host: Host;
  readonly #place: Place;
  readonly #screen: FullScreen;
  readonly #painter: Painter;
  readonly #moves: boolean;
  readonly #pulse: Pulse;
  #reports: readonly Report[] = [];
  #state: State;
  #asked: Asked | null = null;
  #due = 0;
  #isNew = true;
  /** Why the last reading failed. */
  #failure: string | null = null;

  constructor(host: Host, state: State, place: Place, color: boolean) {
    this.#host = host;
    this.#state = state;
    this.#place = place;
    this.#moves = canRedraw(host);
    this.#painter = new Painter(color);
    this.#screen = new FullScreen(host, this.#moves);
    this.#pulse = new Pulse(place);
  }

  /** The first question is parsed before the terminal changes, so that a wrong one is an ordinary error. */
  async run(): Promise<number> {
    this.#asked = await this.#understood();
    this.#state = { ...this.#state, sort: namedSort(this.#state.sort, this.#asked) };
    this.#reports = await loadReports();
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
    await this.#pulse.follow(question.netns);
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
      const end = await this.#take(event);
      if (end !== null) return end === 'quit' ? null : end;
      if (this.#state.question !== before) await this.#askAnew();
    }
  }

  async #take(event: Event): Promise<End> {
    if (event.kind === 'resize' || event.kind === 'resumed') {
      if (event.kind === 'resumed') this.#screen.resume();
      this.#painter.forget();
    }
    if (event.kind === 'suspend') this.#screen.suspend();
    if (event.kind !== 'keys') return null;
    for (const key of event.keys) {
      this.#state = withKey(this.#state, key);
      const end = await this.#grant(this.#state.wish);
      if (end !== null) return end;
    }
    return null;
  }

  async #grant(wish: State['wish']): Promise<End> {
    if (wish === 'quit') return 'quit';
    if (wish === 'interrupt') return 'SIGINT';
    if (wish === 'suspend') this.#screen.suspend();
    if (wish === 'redraw') this.#painter.forget();
    if (wish === 'snapshot') await this.#trying(() => this.#writeSnapshot());
    if (wish === 'namespaces') await this.#trying(() => this.#listNamespaces());
    return null;
  }

  /** An error becomes a message until the next key. */
  async #trying(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!isExpected(error)) throw error;
      this.#say(error.message);
    }
  }

  #say(message: string): void {
    this.#state = { ...this.#state, message };
  }

  async #writeSnapshot(): Promise<void> {
    const { netns } = this.#state.question;
    const { proc } = this.#place;
    const isAll = netns === allNamespaces;
    const source = { ...(proc === null ? {} : { proc }), ...(netns === '' || isAll ? {} : { netns }) };
    const draft = { ...snapshotDraft(), source, allNamespaces: isAll };
    const { path, bytes } = await writeSnapshot(draft, this.#host, ({ done, total }) => {
      if (done % shownEach !== 0) return;
      this.#say(`writing a snapshot: ${done} of ${total} namespaces and processes`);
      this.#draw();
    });
    this.#say(`wrote ${visible(path)} (${sizeText(bytes)})`);
  }

  async #listNamespaces(): Promise<void> {
    const question = { report: 'netns', where: '', columns: '', countBy: '', listening: false, netns: '' };
    const { read } = await understood(question, await reportNamed(question.report), this.#place);
    this.#state = withNamespaces(this.#state, read(''));
  }

  /** An invalid question changes only the displayed error. */
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
      const error = this.#state.error === this.#failure ? null : this.#state.error;
      this.#state = { ...withSample(this.#state, sample, this.#isNew), error };
      this.#isNew = false;
      this.#failure = null;
    } catch (error) {
      if (!isExpected(error)) throw error;
      this.#failure = error.message;
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

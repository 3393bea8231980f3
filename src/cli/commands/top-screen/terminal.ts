import { ReadStream } from 'node:tty';
import { type Key, keysIn } from '../../../top/keys.ts';
import { enter, leave } from '../../../top/paint.ts';
import type { Host } from '../../host.ts';

export type Event =
  | { readonly kind: 'keys'; readonly keys: readonly Key[] }
  | { readonly kind: 'resize' | 'resumed' | 'tick' | 'suspend' }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals };

/** Milliseconds within which a stop signal has certainly taken effect. */
const stopsWithin = 200;

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The terminal as an event source: raw keys, its size, signals. It is restored however the process ends. */
export class FullScreen {
  readonly #host: Host;
  /** A terminal that supports escape sequences. */
  readonly #moves: boolean;
  readonly #input = new ReadStream(0);
  readonly #events: Event[] = [];
  #wake: (() => void) | null = null;
  /** False while the shell has the terminal. */
  isOpen = false;
  readonly #handlers: readonly (readonly [NodeJS.Signals, () => void])[] = [
    ...stopSignals.map((signal) => [signal, () => this.#push({ kind: 'signal', signal })] as const),
    ['SIGWINCH', () => this.#push({ kind: 'resize' })],
    ['SIGCONT', () => this.#push({ kind: 'resumed' })],
    ['SIGTSTP', () => this.#push({ kind: 'suspend' })],
  ];
  readonly #restore = (): void => this.#leave();

  constructor(host: Host, moves: boolean) {
    this.#host = host;
    this.#moves = moves;
  }

  open(): void {
    for (const [signal, handler] of this.#handlers) process.on(signal, handler);
    process.on('exit', this.#restore);
    this.#input.setEncoding('utf8');
    this.#input.on('data', (sent) => this.#push({ kind: 'keys', keys: keysIn(String(sent)) }));
    for (const end of ['end', 'error'] as const)
      this.#input.on(end, () => this.#push({ kind: 'signal', signal: 'SIGHUP' }));
    this.#enter();
  }

  close(): void {
    this.#leave();
    for (const [signal, handler] of this.#handlers) process.off(signal, handler);
    process.off('exit', this.#restore);
    this.#input.destroy();
  }

  /** Restores the terminal and stops, possibly a moment later. An event reports when the shell continues it. */
  suspend(): void {
    this.#leave();
    const handler = this.#handlers.find(([signal]) => signal === 'SIGTSTP')![1];
    process.off('SIGTSTP', handler);
    process.kill(process.pid, 'SIGTSTP');
    process.on('SIGTSTP', handler);
    // No shell can continue an orphaned process, and the kernel does not stop it, so this runs immediately.
    setTimeout(() => this.#push({ kind: 'resumed' }), stopsWithin);
  }

  resume(): void {
    this.#leave();
    this.#enter();
  }

  /** The next event, or a tick after the timeout. */
  async next(milliseconds: number): Promise<Event> {
    if (this.#events.length === 0)
      await new Promise<void>((resolve) => {
        const timer = Number.isFinite(milliseconds)
          ? setTimeout(resolve, Math.max(0, milliseconds))
          : undefined;
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#wake = null;
    return this.#events.shift() ?? { kind: 'tick' };
  }

  #push(event: Event): void {
    this.#events.push(event);
    this.#wake?.();
  }

  #enter(): void {
    this.isOpen = true;
    this.#input.setRawMode(true);
    if (this.#moves) this.#host.write(Buffer.from(enter));
  }

  #leave(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      this.#input.setRawMode(false);
      if (this.#moves) this.#host.write(Buffer.from(leave));
    } catch {
      // The terminal is gone, so there is nothing to restore.
    }
  }
}

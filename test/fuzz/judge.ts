import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** What is wrong with a case, in sentences; empty if all is well. */
export type Findings = readonly string[];

const integer = '\u0001integer ';

/** JSON with all digits of a bigint, which Python reads exactly. */
const stringify = (value: unknown): string =>
  JSON.stringify(value, (_, inside) =>
    typeof inside === 'bigint' ? `${integer}${inside}` : inside,
  ).replaceAll(/"\\u0001integer (-?\d+)"/g, '$1');

/** The decoders and evaluators in Python, which share no code with procnet: one process for all cases. */
export class Judge {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor() {
    this.#process = spawn('python3', ['test/fuzz/judge/main.py'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#reader = createInterface({ input: this.#process.stdout! });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ask(cases: readonly object[]): Promise<readonly Findings[]> {
    this.#process.stdin!.write(`${stringify(cases)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the judge has exited; see its message above');
    return JSON.parse(value) as readonly Findings[];
  }

  close(): void {
    this.#process.stdin!.end();
    this.#reader.close();
  }
}

import { ByteWriter } from '../core/bytes.ts';
import { describeProblem, type Problem } from '../core/errors.ts';
import type { FileNote, Report } from '../core/report.ts';
import { jsonText } from '../core/text.ts';

const text = (value: string): string => `"${jsonText(value)}"`;

const list = (items: readonly string[]): string => `[${items.join(',')}]`;

/** `--meta`: the rows, and beside them what a reader at the end of a pipe cannot see on stderr. */
export class MetaEnvelope {
  readonly #chunks: Buffer[] = [];
  /** Rows are held back: whether they are complete stands before them. */
  readonly rows: ByteWriter = new ByteWriter((bytes) => this.#chunks.push(Buffer.from(bytes)));

  write(
    report: Report,
    notes: readonly FileNote[],
    problems: readonly Problem[],
    now: Date,
    out: ByteWriter,
  ): void {
    this.rows.flush();
    const sources = notes.map(
      ({ path, state, rows }) => `{"path":${text(path)},"state":"${state}","rows":${rows}}`,
    );
    const warnings = problems.map((problem) => text(describeProblem(problem)));
    out.text(
      `{"schema":"procnet/${report.name}@1","generatedAt":"${now.toISOString()}","complete":${problems.length === 0},` +
        `"sources":${list(sources)},"warnings":${list(warnings)},"rows":`,
    );
    out.flush();
    const rows = Buffer.concat(this.#chunks);
    out.reserve(rows.length);
    out.bytes.set(rows.subarray(0, rows.length - 1), out.length);
    out.length += rows.length - 1;
    out.text('}\n');
  }
}

import { ByteWriter } from '../core/bytes.ts';
import type { FileNote, Report } from '../core/report.ts';
import { jsonText } from '../core/text.ts';

const text = (value: string): string => `"${jsonText(value)}"`;

const list = (items: readonly string[]): string => `[${items.join(',')}]`;

/** The members besides the rows. */
type Envelope = {
  readonly report: Report;
  readonly sources: readonly FileNote[];
  readonly warnings: readonly string[];
  /** Whether nothing was skipped. */
  readonly complete: boolean;
  readonly now: Date;
};

/** `--meta`: the rows together with what the reader of a pipe cannot see on stderr. */
export class MetaEnvelope {
  readonly #chunks: Buffer[] = [];
  /** Buffers rows, because `complete` comes before them. */
  readonly rows: ByteWriter = new ByteWriter((bytes) => this.#chunks.push(Buffer.from(bytes)));

  write({ report, sources, warnings, complete, now }: Envelope, out: ByteWriter): void {
    this.rows.flush();
    const files = sources.map(
      ({ path, state, rows }) => `{"path":${text(path)},"state":"${state}","rows":${rows}}`,
    );
    out.text(
      `{"schema":"procnet/${report.name}@1","generatedAt":"${now.toISOString()}","complete":${complete},` +
        `"sources":${list(files)},"warnings":${list(warnings.map(text))},"rows":`,
    );
    out.flush();
    const last = this.#chunks.pop()!;
    for (const chunk of this.#chunks) {
      out.word(chunk);
      out.flush();
    }
    out.word(last.subarray(0, last.length - 1));
    out.text('}\n');
  }
}

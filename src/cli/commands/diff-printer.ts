import type { Account } from '../../core/account.ts';
import { ByteWriter } from '../../core/bytes.ts';
import type { BoundColumn } from '../../core/column.ts';
import type { Request } from '../../core/request.ts';
import type { Format } from '../../formats/format.ts';
import { type FormatName, formats } from '../../formats/index.ts';
import type { Answer } from '../../request/ask.ts';
import type { Host } from '../host.ts';
import { layoutOf } from '../run-report.ts';

/** Prints rows of several reports with different columns, in blocks under headings or as one list with a column `report`. */
export class DiffPrinter {
  readonly #request: Request;
  readonly #format: Format;
  readonly #host: Host;
  #rows = 0;

  private constructor(request: Request, format: Format, host: Host) {
    this.#request = request;
    this.#format = format;
    this.#host = host;
  }

  /** JSON is an array of the NDJSON lines, because every report has different columns. */
  static async for(request: Request, host: Host): Promise<DiffPrinter> {
    const { format } = request.output;
    return new DiffPrinter(
      request,
      await formats[(format === 'json' ? 'ndjson' : format) as FormatName](),
      host,
    );
  }

  async print(report: string, answer: Answer): Promise<Account> {
    if (this.#request.output.quiet) return answer.read(() => {});
    const pieces: Buffer[] = [];
    const out = new ByteWriter((bytes) => pieces.push(Buffer.from(bytes)));
    const { isText } = this.#request.output;
    const columns = isText ? answer.columns : [named(report), ...answer.columns];
    const formatter = this.#format(layoutOf(columns, this.#request, this.#host), out);
    formatter.begin();
    const account = answer.read((row) => formatter.row(row));
    formatter.end();
    out.flush();
    if (account.rows > 0) this.#write(report, Buffer.concat(pieces));
    return account;
  }

  end(): void {
    const { quiet, format } = this.#request.output;
    if (!quiet && format === 'json') this.#host.write(Buffer.from(this.#rows === 0 ? '[]\n' : ']\n'));
  }

  #write(report: string, block: Buffer): void {
    const { isText, header, format } = this.#request.output;
    const text = block.toString('latin1');
    const lead = this.#rows === 0 ? '' : '\n';
    this.#rows++;
    const items = text.trimEnd().replaceAll('\n', ',\n');
    const shown = isText
      ? `${header ? `${lead}${report}\n` : ''}${text}`
      : format === 'json'
        ? `${lead === '' ? '[' : ',\n'}${items}`
        : text;
    this.#host.write(Buffer.from(shown, 'latin1'));
  }
}

const named = (report: string): BoundColumn => ({
  name: 'report',
  kind: 'text',
  help: 'The report the row belongs to.',
  read: () => report,
});

import type { Account } from '../core/account.ts';
import { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';
import { ExitCode } from '../core/errors.ts';
import type { Request } from '../core/request.ts';
import type { Format, Formatter, Layout } from '../formats/format.ts';
import { type FormatName, formatNamed } from '../formats/index.ts';
import { ask } from '../request/ask.ts';
import { loadGiven } from '../request/given.ts';
import { type Notice, type Verdict, verdictOf } from '../request/verdict.ts';
import { compared } from '../samples/compare.ts';
import type { Host } from './host.ts';
import { watched } from './progress.ts';
import { type Pace, repeat, SignalPace, signalCode } from './repeat.ts';
import { giveRows, layoutOf, warn } from './run-report.ts';
import { canRedraw, endOfFrames, frame, screenSize } from './screen.ts';

/** Prints samples: `begin` and `end` enclose each one's rows, `close` follows the last. */
interface SamplePrinter {
  begin(time: string, columns: readonly BoundColumn[]): Formatter;
  end(): void;
  close(): void;
}

const timeColumn = (now: () => string): BoundColumn => ({
  name: 'time',
  kind: 'text',
  help: 'When the sample was taken, in UTC.',
  read: now,
});

/** One document for programs, with all samples under one header or in one array, each row with its time. */
const stream = (format: Format, layout: Layout, host: Host): SamplePrinter => {
  const out = new ByteWriter((bytes) => host.write(bytes));
  let now = '';
  const formatter = format({ ...layout, columns: [timeColumn(() => now), ...layout.columns] }, out);
  formatter.begin();
  return {
    begin(time) {
      now = time;
      return formatter;
    },
    end: () => out.flush(),
    close() {
      formatter.end();
      out.flush();
    },
  };
};

/** A block of text for each sample under its time; a terminal shows only the latest. */
const pages = (format: Format, layout: Layout, host: Host): SamplePrinter => {
  const redraws = canRedraw(host);
  let page: Buffer[] = [];
  const write = (bytes: Uint8Array): void => {
    if (redraws) page.push(Buffer.from(bytes));
    else host.write(bytes);
  };
  const out = new ByteWriter(write);
  let formatter: Formatter | null = null;
  return {
    begin(time, columns) {
      const gap = formatter === null || redraws ? '' : '\n';
      if (layout.header) out.text(`${gap}${time}\n`);
      formatter = format({ ...layout, columns, ...widthNow(layout, host, redraws) }, out);
      formatter.begin();
      return formatter;
    },
    end() {
      formatter?.end();
      out.flush();
      if (redraws) host.write(Buffer.from(frame(Buffer.concat(page).toString(), screenSize())));
      page = [];
    },
    close() {
      if (redraws) host.write(Buffer.from(endOfFrames));
    },
  };
};

/** COLUMNS stays fixed, but a terminal window may be resized. */
const widthNow = (layout: Layout, { env }: Host, redraws: boolean): Pick<Layout, 'width'> => ({
  width: redraws && !env['COLUMNS'] ? screenSize().columns || layout.width : layout.width,
});

const silent: Formatter = { begin: () => {}, row: () => {}, end: () => {} };
const nowhere: SamplePrinter = { begin: () => silent, end: () => {}, close: () => {} };

const printerOf = async (
  columns: readonly BoundColumn[],
  request: Request,
  host: Host,
): Promise<SamplePrinter> => {
  const { quiet, isText, format } = request.output;
  if (quiet) return nowhere;
  const layout = layoutOf(columns, request, host);
  return (isText ? pages : stream)(await formatNamed(format as FormatName, layout.color), layout, host);
};

/** Suppresses notices repeated from the previous sample. */
class Notices {
  #said: ReadonlySet<string> = new Set();

  say({ notices }: Verdict, request: Request, host: Host): void {
    warn(
      notices.filter(({ text }) => !this.#said.has(text)),
      request,
      host,
    );
    this.#said = new Set(notices.map(({ text }: Notice) => text));
  }
}

/** Combines two samples' accounts. */
const both = (one: Account, other: Account): Account => ({
  ...one,
  rows: one.rows + other.rows,
  problemCount: one.problemCount + other.problemCount,
  undecided: one.undecided + other.undecided,
  doubtful: one.doubtful + other.doubtful,
  unplaced: one.unplaced + other.unplaced,
  bounds: {
    fewest: one.bounds.fewest + other.bounds.fewest,
    most: one.bounds.most + other.bounds.most,
  },
});

/** `--interval`: reads, filters and prints the report repeatedly, reopening files for each sample. */
export const runRepeated = async (
  given: Request,
  outer: Host,
  pace: Pace & { release?(): void } = new SignalPace(),
): Promise<number> => {
  const watching = watched(outer);
  const { host } = watching;
  try {
    const request = compared(given, host.now(), () => pace.now() / 1000);
    const { onProgress } = watching;
    const answer = ask(request, { ...(await loadGiven(request, host.files)), onProgress });
    const printer = await printerOf(answer.columns, request, host);
    const notices = new Notices();
    let total: Account | null = null;
    await repeat(given.repeat, pace, async () => {
      const time = host.now().toISOString();
      const account = await giveRows(answer, request, (columns) =>
        printer.begin(time, layoutOf(columns, request, host).columns),
      ).catch((error) => {
        // Complete the document even if this sample failed.
        if (total !== null) printer.close();
        throw error;
      });
      printer.end();
      watching.end();
      const verdict = verdictOf(request, account);
      notices.say(verdict, request, host);
      // A name that does not exist in the first sample is an error, not something to wait for.
      const isOver = total === null && verdict.isFinal;
      total = total === null ? account : both(total, account);
      return isOver ? 'enough' : 'more';
    });
    printer.close();
    if (pace.stopped !== null) return signalCode(pace.stopped);
    return total === null ? ExitCode.ok : verdictOf(request, total).code;
  } finally {
    watching.end();
    pace.release?.();
  }
};

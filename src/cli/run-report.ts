import type { Account } from '../core/account.ts';
import { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';
import type { OnProgress } from '../core/progress.ts';
import type { Request } from '../core/request.ts';
import { printable } from '../core/text.ts';
import type { Formatter, Layout } from '../formats/format.ts';
import { humanized } from '../formats/human.ts';
import { type FormatName, formatNamed } from '../formats/index.ts';
import { drawn } from '../formats/spark.ts';
import { type Answer, ask, type Given } from '../request/ask.ts';
import { loadGiven } from '../request/given.ts';
import { type Notice, verdictOf } from '../request/verdict.ts';
import type { Host } from './host.ts';
import { isAscii, wantsColor } from './terminal.ts';

/** Reads, filters and prints one report, repeatedly if requested. */
export const runReport = async (request: Request, host: Host): Promise<number> => {
  if (request.repeat.interval !== null) return (await import('./run-repeated.ts')).runRepeated(request, host);
  if (request.repeat.since === null) return runOnce(request, host);
  const { compared } = await import('../samples/compare.ts');
  return runOnce(
    compared(request, host.now(), () => performance.now() / 1000),
    host,
  );
};

/** The column for this output, with units or as a sparkline if applicable. */
const shownAs = (column: BoundColumn, output: Request['output'], ascii: boolean): BoundColumn =>
  wantsUnits(column, output) ? humanized(column) : drawn(column, ascii);

/** A table shows rates with units, because not every digit matters. */
const wantsUnits = ({ kind, unit }: BoundColumn, { human, format }: Request['output']): boolean =>
  human || (format === 'table' && kind === 'rate' && unit === 'per second');

export const layoutOf = (columns: readonly BoundColumn[], { output }: Request, host: Host): Layout => ({
  columns: columns.map((column) => shownAs(column, output, isAscii(host.env))),
  header: output.header,
  width: host.stdout.width,
  color: wantsColor(output.color, host.env, host.stdout.isTerminal && output.format !== 'plain'),
  isAscii: isAscii(host.env),
  indent: host.stdout.isTerminal && !output.meta,
});

/** With `--quiet`, prints only errors. */
export const warn = (notices: readonly Notice[], { output }: Request, host: Host): void => {
  for (const { text, to, isError } of notices) {
    if (output.quiet ? isError !== true : to === 'terminal' && !host.stderr.isTerminal) continue;
    host.warn(`${printable(text)}\n`);
  }
};

/** Reads once and passes rows to the formatter from `begin`, either directly or after resolving addresses. */
export const giveRows = async (
  answer: Answer,
  { output }: Request,
  begin: (columns: readonly BoundColumn[]) => Formatter,
): Promise<Account> => {
  if (!output.resolve || !output.isText) {
    const formatter = begin(answer.columns);
    return answer.read((view) => formatter.row(view));
  }
  const { NamedRows } = await import('../request/names.ts');
  const named = new NamedRows(answer.columns);
  const account = answer.read((view) => named.take(view));
  const formatter = begin(await named.columns());
  for (const row of named.rows) formatter.row(row as never);
  return account;
};

const printOnce = async (answer: Answer, request: Request, host: Host, out: ByteWriter): Promise<Account> => {
  if (request.output.quiet) return answer.read(() => {});
  const { color } = layoutOf(answer.columns, request, host);
  const format = await formatNamed(request.output.format as FormatName, color);
  let formatter: Formatter | null = null;
  const account = await giveRows(answer, request, (columns) => {
    formatter = format(layoutOf(columns, request, host), out);
    formatter.begin();
    return formatter;
  });
  (formatter as Formatter | null)?.end();
  return account;
};

/** On a terminal: whether a missing port or process is in another network namespace, such as a container's. */
const hintAtOthers = async (request: Request, given: Given, host: Host): Promise<void> => {
  const { output, exit } = request;
  if (!host.stderr.isTerminal || output.quiet || exit.rows !== null) return;
  const { foundElsewhere } = await import('../request/elsewhere.ts');
  const place = await foundElsewhere(request, given, host.files);
  if (place !== null) host.warn(`${printable(`procnet: not here, but ${place}`)}\n`);
};

/** Shows progress on a terminal. */
const runOnce = async (request: Request, host: Host): Promise<number> => {
  if (!host.stderr.isTerminal) return answerOnce(request, host, null);
  const { whileWatched } = await import('./progress.ts');
  return whileWatched(host, (watching) => answerOnce(request, watching.host, watching.onProgress));
};

const answerOnce = async (request: Request, host: Host, onProgress: OnProgress | null): Promise<number> => {
  const given = { ...(await loadGiven(request, host.files)), onProgress };
  const answer = ask(request, given);
  const out = new ByteWriter((bytes) => host.write(bytes));
  const { meta, quiet } = request.output;
  const envelope = meta && !quiet ? new (await import('../formats/envelope.ts')).MetaEnvelope() : null;
  const account = await printOnce(answer, request, host, envelope?.rows ?? out);
  const { complete, warnings, notices, code } = verdictOf(request, account);
  envelope?.write(
    { report: request.report, sources: account.sources, warnings, complete, now: host.now() },
    out,
  );
  out.flush();
  warn(notices, request, host);
  if (account.rows === 0) await hintAtOthers(request, given, host);
  return code;
};

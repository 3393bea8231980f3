import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

type Result = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>['data'];

const dotsPerLine = 100;

/** The source of a compiled test, relative to the repository. */
const sourceOf = (file = '?'): string =>
  relative(process.cwd(), file)
    .replace(/^\.build\//, '')
    .replace(/\.js$/, '.ts');

const titleOf = ({ name, file }: Result): string => `${name} (${sourceOf(file)})`;

/** The thrown error: the runner wraps it. */
const thrown = ({ details }: Result): unknown => {
  const { error } = details as { error?: Error };
  return error?.cause ?? error;
};

/** A suite, or a file, that failed only because of its tests. */
const isOnlyContainer = ({ details }: Result): boolean =>
  (details as { error?: { failureType?: string } }).error?.failureType === 'subtestsFailed';

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');

/** A stack without Node.js internals. */
const withoutRunner = (stack: string): string => stack.replace(/^ +at (?:.*\()?node:.*\n?/gm, '');

const failureText = (result: Result): string => {
  const error = thrown(result);
  const text = error instanceof Error ? withoutRunner(error.stack ?? error.message) : inspect(error);
  return `✖ ${titleOf(result)}\n${indented(text)}\n`;
};

const skippedText = (skipped: ReadonlyMap<string, readonly Result[]>): string =>
  [...skipped]
    .map(
      ([reason, results]) =>
        `Skipped ${results.length}: ${reason}\n${indented(results.map(titleOf).join('\n'))}\n`,
    )
    .join('');

/** A dot for each test, then skipped tests and why, failed tests and how, and the runner's own totals. */
// biome-ignore lint/style/noDefaultExport: Node's test runner expects the reporter there.
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failed: Result[] = [];
  const skipped = new Map<string, Result[]>();
  const totals: string[] = [];
  let dots = 0;
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type === 'test:diagnostic' && data.nesting === 0) totals.push(`ℹ ${data.message}\n`);
    if (type === 'test:pass' && data.skip !== undefined) {
      const reason = String(data.skip);
      skipped.set(reason, [...(skipped.get(reason) ?? []), data]);
    }
    if (type === 'test:fail' && !isOnlyContainer(data)) {
      failed.push(data);
      yield `\n✖ ${titleOf(data)}\n`;
    }
    if (type === 'test:pass') yield ++dots % dotsPerLine === 0 ? '.\n' : '.';
  }
  yield `\n${skippedText(skipped)}`;
  if (failed.length > 0) yield `\nFailed:\n\n${failed.map(failureText).join('\n')}\n`;
  yield totals.join('');
}

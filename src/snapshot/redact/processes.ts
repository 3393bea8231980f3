import { byLine } from './lines.ts';
import type { Redaction } from './redaction.ts';

/** The name is `comm` without its last line feed (fs/proc/array.c, proc_task_name). */
export const commandName =
  ({ names }: Redaction) =>
  (text: string): string =>
    text.endsWith('\n') ? `${names.process(text.slice(0, -1))}\n` : names.process(text);

/** The name is in parentheses and may contain some itself, so it ends at the last one. */
export const processStat =
  ({ names }: Redaction) =>
  (text: string): string => {
    const [, pid, name, rest] = /^(\d+ \()([\s\S]*)(\) [A-Z][\d -]*\n?)$/.exec(text) ?? [];
    return pid === undefined || name === undefined ? '' : pid + names.process(name) + rest;
  };

/** In `status`, a line feed in the name is escaped as `\n` (seq_put escapes), so it stays on its line. */
export const processStatus =
  ({ names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const name = /^Name:\t(.*)$/s.exec(line)?.[1];
      if (name !== undefined) return `Name:\t${names.process(unescaped(name))}`;
      return line === '' || /^[\w()]+:[\w\t ,().:;-]*$/.test(line) ? line : null;
    });

/** Unescapes only line feeds and backslashes. */
const unescaped = (name: string): string => name.replaceAll('\\n', '\n').replaceAll('\\\\', '\\');

/** Where namespaces are mounted (fs/proc_namespace.c, show_mountinfo); spaces in paths are escaped in octal. */
export const mountTable =
  ({ names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const [, start, path, rest] =
        /^(\d+ \d+ \d+:\d+ net:\[\d+\] )([^ ]+)( [\w,=:. -]*- nsfs nsfs [\w,=]*)$/.exec(line) ?? [];
      return path === undefined ? null : `${start}${names.path(path)}${rest}`;
    });

/** `argv[0]`, reduced to the program's base name. */
export const programName =
  ({ names }: Redaction) =>
  (text: string): string => {
    const [program = '', ...rest] = text.split('\0');
    const [, login = '', name = ''] = /^(-?)([\s\S]*)$/.exec(program.slice(program.lastIndexOf('/') + 1))!;
    return [login + names.process(name), ...rest.map(() => '')].join('\0');
  };

/** `id:controllers:path` (kernel/cgroup/cgroup.c, proc_cgroup_show); the path may contain colons. */
export const groupPaths =
  ({ names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const [, start, path] = /^(\d+:[\w=,-]*:)(\/.*)$/.exec(line) ?? [];
      return start === undefined || path === undefined ? null : start + names.cgroup(path);
    });

import { type Option, optionsOf } from '../cli/options.ts';
import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';

const groups = ['Rows', 'Columns', 'Repeat', 'Source', 'Output'] as const;

const indented = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.min(30, Math.max(...rows.map(([left]) => left.length)));
  return rows
    .map(([left, right]) =>
      left.length > width
        ? `  ${left}\n  ${' '.repeat(width)}  ${right}`
        : `  ${left.padEnd(width)}  ${right}`,
    )
    .join('\n');
};

/** How an option is typed: `-t, --tcp`, `--port, --sport LIST`. */
export const optionSpelling = ({ name, short, aliases = [], value }: Option): string => {
  const long = [name, ...aliases].map((word) => `--${word}`).join(', ');
  return `${short === undefined ? '' : `-${short}, `}${long}${value === undefined ? '' : ` ${value}`}`;
};

/** `recvQueue (bytes)`, with a mark for columns that are off until asked for. */
export const columnLabel = ({ name, unit, optional }: BoundColumn): string =>
  `${name}${optional ? '*' : ''}${unit === undefined ? '' : ` (${unit})`}`;

export const commandHelp = (report: Report): string => {
  const options = optionsOf(report);
  const sections = groups.map((group) => {
    const rows = options
      .filter((option) => option.group === group)
      .map((option) => [optionSpelling(option), option.help] as const);
    return rows.length === 0 ? '' : `\n${group}:\n${indented(rows)}\n`;
  });
  const names = [report.name, ...report.aliases].join(', ');
  return `procnet ${names}: ${report.summary}

Examples:
${report.examples.map(([command, meaning]) => `  ${command}\n      ${meaning}`).join('\n')}

Columns (* only when asked for, with --columns or an option):
${indented(report.columns.map((column) => [columnLabel(column), column.help] as const))}
${sections.join('')}
Notes:
${report.notes.map((note) => `  ${note}`).join('\n')}
`;
};

export const overview = (
  reports: readonly Report[],
): string => `procnet shows what the Linux kernel's network stack is doing, from /proc/net.

Examples:
  procnet conns -tulpn
      which process listens where
  procnet conns state established --count-by remoteAddress
      who is connected, most first
  procnet snmp '*Retrans*' --json
      retransmission counters, for jq

Commands:
${indented(reports.map(({ name, aliases, summary }) => [[name, ...aliases].join(', '), summary] as const))}

procnet COMMAND --help shows its examples, columns and options.
`;

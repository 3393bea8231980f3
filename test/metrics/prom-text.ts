import { spawnSync } from 'node:child_process';
import { hang } from '../support/needs.ts';

/** promtool's messages about a text; empty if there are none. */
export const promtoolSays = (text: string): string => {
  const { stdout, stderr, status, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
    timeout: hang,
  });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}${status === 0 ? '' : `exit code ${status}`}`;
};

/** Names and labels as written, with the value's digits. */
export const seriesIn = (text: string): readonly (readonly [series: string, value: string])[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]);

export const sampleOf = (text: string, series: string): string | undefined =>
  seriesIn(text).find(([name]) => name === series)?.[1];

/** Each name's help text. */
export const helpIn = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name, help]) => [name!, help!]));

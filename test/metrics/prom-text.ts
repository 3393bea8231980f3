import { spawnSync } from 'node:child_process';
import { hang } from '../support/needs.ts';

/** What promtool has to say of a text; empty where it is content. */
export const promtoolSays = (text: string): string => {
  const { stdout, stderr, status, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
    timeout: hang,
  });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}${status === 0 ? '' : `exit code ${status}`}`;
};

/** Names and labels as they are written, with the digits of the value. */
export const seriesIn = (text: string): readonly (readonly [series: string, value: string])[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]);

export const sampleOf = (text: string, series: string): string | undefined =>
  seriesIn(text).find(([name]) => name === series)?.[1];

/** The help of each name. */
export const helpIn = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name, help]) => [name!, help!]));

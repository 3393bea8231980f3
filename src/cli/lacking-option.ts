import type { Report } from '../core/report.ts';
import { allOptionsOf, lackingReason } from '../options/index.ts';
import { loadReports, registry } from '../reports/registry.ts';
import { spellingsOf } from './arguments.ts';
import type { UnknownOption } from './unknown-option.ts';

type CommonOption = Parameters<typeof lackingReason>[0];

/** The reports that have an option. */
const ownersOf = async (spelled: string): Promise<readonly Report[]> =>
  (await loadReports()).filter((report) => {
    const option = optionSpelled(report, spelled);
    return option !== undefined && lackingReason(option, report) === null;
  });

const optionSpelled = (report: Report, spelled: string): CommonOption | undefined =>
  Object.entries(allOptionsOf(report)).find(([key, option]) =>
    spellingsOf(key, option as Parameters<typeof spellingsOf>[1]).includes(spelled),
  )?.[1];

/** Where an option exists that is not one here; null if it does not exist at all. */
export const whereElse = async ({ spelled }: UnknownOption): Promise<string | null> => {
  const owners = await ownersOf(spelled);
  const names = owners.map(({ name }) => name).join(' and ');
  if (owners.length === 0) return null;
  return `it is an option of ${owners.length === registry.length ? 'reports' : names}`;
};

/** Why an existing option is rejected here; null for an option that does not exist at all. */
export const whyLacking = (error: UnknownOption, report: Report): string | null | Promise<string | null> => {
  const option = optionSpelled(report, error.spelled);
  const reason = option === undefined ? null : lackingReason(option, report);
  return reason === null ? whereElse(error) : `it ${reason}`;
};

import type { Report } from '../core/report.ts';
import { commandPages } from '../options/pages.ts';
import { commandPage, reportPage } from './man-command.ts';
import { overviewPage } from './man-overview.ts';
import type { Edition } from './man-parts.ts';

/** All manual pages, by file name. */
export const manualPages = (reports: readonly Report[], edition: Edition): ReadonlyMap<string, string> =>
  new Map([
    ['procnet.1', overviewPage(reports, edition)],
    ...reports.map((report) => [`procnet-${report.name}.1`, reportPage(report, edition)] as const),
    ...commandPages.map((page) => [`procnet-${page.name}.1`, commandPage(page, edition)] as const),
  ]);

import type { CommandPage } from './page.ts';
import { checkPage } from './pages/check.ts';
import { diffPage } from './pages/diff.ts';
import { metricsPage } from './pages/metrics.ts';
import { completionPage, explainPage, helpPage, schemaPage } from './pages/printed.ts';
import { servePage } from './pages/serve.ts';
import { snapshotPage } from './pages/snapshot.ts';
import { topPage } from './pages/top.ts';
import { waitPage } from './pages/wait.ts';

export type { CommandPage };

export const commandPages: readonly CommandPage[] = [
  checkPage,
  waitPage,
  snapshotPage,
  topPage,
  diffPage,
  metricsPage,
  servePage,
  explainPage,
  schemaPage,
  completionPage,
  helpPage,
];

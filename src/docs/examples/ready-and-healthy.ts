// Before tests, waits until a service is listening. After them, fails with advice if it leaves connections open.
import { check, waitFor } from 'procnet';

const [port = '8080', seconds = '60'] = process.argv.slice(2);

const { met, conditions } = await waitFor(`listen :${port}`, { timeout: `${seconds}s` });
for (const { condition, detail, nearMisses } of conditions)
  console.log(`${condition}: ${detail}`, ...nearMisses);

const findings = met
  ? await check({ rules: ['accept-queue', 'close-wait'], conditions: `drained :${port}`, interval: '500ms' })
  : [];
const wrong = findings.filter(({ status }) => status !== 'pass' && status !== 'skip');
for (const { rule, status, message, advice } of wrong)
  console.error(`${rule}: ${status}: ${message}`, advice ?? '');
process.exitCode = met && wrong.length === 0 ? 0 : 1;

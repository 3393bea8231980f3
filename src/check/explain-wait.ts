import { compileConditions } from './conditions/compile.ts';
import { nearMisses } from './near-misses.ts';
import type { Surroundings } from './run.ts';
import { Sampler } from './sampler.ts';
import type { Waited, WaitRequest, WaitResult } from './wait.ts';

/** The result with the processes that hold the sockets, and with what comes close to conditions that are not met. */
export const explained = async (
  result: WaitResult,
  request: WaitRequest,
  surroundings: Surroundings,
): Promise<WaitResult> => {
  const { source, strictFamily, conditions: parsed } = request;
  const conditions = await compileConditions(parsed, { owners: true, strictFamily });
  const sampler = new Sampler(
    conditions.flatMap(({ readings }) => readings),
    { source, files: surroundings.files, clock: () => surroundings.now() / 1000 },
  );
  const sample = sampler.read();
  const told = result.conditions.map((waited, at): Waited => {
    const { judge, subject } = conditions[at]!;
    const { holds, detail, evidence } = judge(sample);
    const isSame = (holds === true) === (waited.status === 'met') && holds !== null;
    const words = isSame ? { ...waited, detail, evidence } : waited;
    return waited.status === 'met'
      ? words
      : { ...words, nearMisses: nearMisses(subject, request, surroundings) };
  });
  return { ...result, conditions: told };
};

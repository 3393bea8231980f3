import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DaemonSet } from 'kubernetes-models/apps/v1';
import { parse } from 'yaml';
import { longName } from '../../src/core/option.ts';
import { servePage } from '../../src/options/pages/serve.ts';
import { needs } from '../support/needs.ts';
import { typeErrors } from './typed.ts';

const text = readFileSync('src/deploy/kubernetes/daemonset.yml', 'utf8');

const manifest = parse(text) as {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly hostNetwork: boolean;
        readonly hostPID: boolean;
        readonly automountServiceAccountToken: boolean;
        readonly securityContext: Readonly<Record<string, unknown>>;
        readonly containers: readonly [
          {
            readonly args: readonly string[];
            readonly securityContext: Readonly<Record<string, unknown>>;
            readonly volumeMounts: readonly { readonly mountPath: string; readonly readOnly?: boolean }[];
          },
        ];
      };
    };
  };
};
const pod = manifest.spec.template.spec;
const [container] = pod.containers;

test('the manifest matches the Kubernetes schema, and one with a mistake does not', needs('npx'), () => {
  const validate = (document: unknown): void => new DaemonSet(document as never).validate();
  validate(manifest);
  assert.throws(
    () => validate(parse(text.replace('containerPort: 9535', 'containerPort: metrics'))),
    /must be integer/,
  );
  const errors = (document: unknown): string =>
    typeErrors('daemonset', 'IDaemonSet', 'kubernetes-models/apps/v1', document);
  assert.equal(errors(manifest), '');
  assert.match(
    errors(parse(text.replace('readOnlyRootFilesystem', 'readonlyRootFilesystem'))),
    /readonlyRootFilesystem/,
  );
});

test('it asks for no privileges, and mounts everything read-only', () => {
  assert.deepEqual(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  assert.equal(pod.securityContext['runAsNonRoot'], true);
  assert.deepEqual([pod.hostNetwork, pod.hostPID, pod.automountServiceAccountToken], [false, false, false]);
  for (const { mountPath, readOnly } of container.volumeMounts) assert.equal(readOnly, true, mountPath);
});

test('its options exist', () => {
  const known = Object.keys(servePage.options).map((key) => `--${longName(key)}`);
  const [command, ...words] = container.args;
  assert.equal(command, servePage.name);
  for (const word of words.filter((each) => each.startsWith('--'))) assert.ok(known.includes(word), word);
});

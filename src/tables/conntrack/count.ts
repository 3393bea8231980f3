import type { Kernel } from '../../core/report.ts';

/** How full the table is; null where the kernel, or a copied tree, does not tell. */
export type TrackedCount = { readonly entries: number | null; readonly maximum: number | null };

/** Old kernels have them under other names. */
const entriesFiles = ['net/netfilter/nf_conntrack_count', 'net/ipv4/netfilter/ip_conntrack_count'] as const;
const maximumFiles = [
  'net/netfilter/nf_conntrack_max',
  'net/nf_conntrack_max',
  'net/ipv4/ip_conntrack_max',
] as const;

export const countFiles: readonly string[] = [...entriesFiles, ...maximumFiles].map(
  (name) => `/proc/sys/${name}`,
);

const firstNumber = (kernel: Kernel, files: readonly string[]): number | null => {
  for (const file of files) {
    const text = kernel.sysctl(file);
    if (text !== null) return /^\d{1,15}$/.test(text) ? Number(text) : null;
  }
  return null;
};

export const trackedCount = (kernel: Kernel): TrackedCount => ({
  entries: firstNumber(kernel, entriesFiles),
  maximum: firstNumber(kernel, maximumFiles),
});

const noProcfs = 'this kernel is built without CONFIG_NF_CONNTRACK_PROCFS';

/** What it means that there is no list: with a count, connections are tracked all the same. */
export const whyNotListed = (kernel: Kernel): string => {
  const { entries, maximum } = trackedCount(kernel);
  if (entries !== null) {
    const tracked = maximum === null ? `${entries}` : `${entries} of ${maximum}`;
    return `${noProcfs}; it tracks ${tracked} connections, which conntrack -L lists`;
  }
  return kernel.live
    ? 'the nf_conntrack module is not loaded'
    : 'the nf_conntrack module is not loaded, or the kernel is built without CONFIG_NF_CONNTRACK_PROCFS';
};

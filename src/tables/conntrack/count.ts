import type { Kernel } from '../../core/report.ts';

/** How full the table is; null if the kernel or the copied tree does not have the file. */
type TrackedCount = { readonly entries: number | null; readonly maximum: number | null };

/** The second name is that of old kernels. */
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

/** Why there is no list. If there is a count, connections are tracked nevertheless. */
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

import type { Logs } from '../info.ts';
import type { Secret } from './secret.ts';

/** Interface kinds by name prefix, as used by the kernel, systemd and container runtimes. */
const interfaceKind =
  /^(?:cali|lxc|tap|veth|(?:bond|br|bridge|can|cilium|cni|docker|dummy|en|erspan|eth|flannel|geneve|gre|ib|ifb|ip6tnl|ipip|ipvlan|macvlan|nlmon|podman|ppp|sit|tailscale|team|tun|virbr|vlan|vrf|vti|vxlan|wg|wl|wlan|wwan)(?=[\d_.-]|$|[opsx]\w*\d))/;
/** IFNAMSIZ leaves 15 bytes. */
const longestInterface = 15;

/** Directories that are the same everywhere and indicate a path's purpose. The last component is never kept. */
const commonDirectories = new Set(
  'bin dev etc home lib lib64 lock log media mnt opt proc root run sbin share snap spool srv sys systemd tmp user usr var'.split(
    ' ',
  ),
);
/** Node.js's main thread name, which is kept because it makes us use the executable's name. */
const renamed = /^(?:.+-)?MainThread$/s;

/** Very short names may outnumber the possible replacements of the same length. */
const mostAttempts = 100;

const uuid = /^[\da-f]{8}([-_])[\da-f]{4}\1[\da-f]{4}\1[\da-f]{4}\1[\da-f]{12}$/;

/** Replaces names consistently and irreversibly. */
export class Names {
  readonly #secret: Secret;
  readonly #given = new Map<string, string>();
  readonly #parts = new Set<string>();

  constructor(secret: Secret) {
    this.#secret = secret;
  }

  /** Pseudonyms by original. */
  get given(): ReadonlyMap<string, string> {
    return this.#given;
  }

  /** Keeps `lo`. Others keep their kind, e.g. `eth` and 8 letters. */
  interface(name: string): string {
    if (name === 'lo' || name === '*' || name === '') return name;
    return this.#give('interface', name, () => {
      const kind = interfaceKind.exec(name)?.[0] ?? 'if';
      return kind.slice(0, longestInterface - 8) + this.#secret.word('interface', name);
    });
  }

  /** Uses only the first 15 bytes, as the kernel does, so that `comm` and executable get the same pseudonym. */
  process(name: string): string {
    const [, program = '', deleted = ''] = /^([\s\S]*?)( \(deleted\))?$/.exec(name)!;
    return (renamed.test(program) ? 'MainThread' : this.#program(program)) + deleted;
  }

  #program(name: string): string {
    const kept = Buffer.from(name, 'latin1').subarray(0, 15).toString('latin1');
    return kept === '' ? '' : this.#give('process', kept, () => `proc-${this.#secret.word('process', kept)}`);
  }

  host(name: string): string {
    return this.#give('host', name, () => `host-${this.#secret.word('host', name)}`);
  }

  /** A label from SELinux or another security module. */
  label(text: string): string {
    return this.#give('label', text, () => this.#secret.word('label', text));
  }

  /** Keeps length and grouping. */
  uuid(text: string): string {
    return this.#give('id', text, () => this.#hex(text));
  }

  /**
   * A path or unix socket name. Each component is replaced separately and keeps its length, so that common directories and
   * names that could have forged a row remain so. Keeps line feeds and the @ of an abstract name.
   */
  path(path: string): string {
    const [, lead = '', body = '', fill = ''] = /^([@\0]?)([\s\S]*?)([@\0]*)$/.exec(path)!;
    const parts = body.split(/(\/|\n)/);
    return lead + parts.map((part, at) => this.#part(part, at === parts.length - 1)).join('') + fill;
  }

  /** `/kubepods/pod<uid>/<id>`: keeps words used by runtimes and systemd themselves, replaces others. */
  cgroup(path: string): string {
    return path
      .split('/')
      .map((part) => this.#unit(part))
      .join('/');
  }

  /** `NAMESPACE_POD_UID` and `POD_NAMESPACE_CONTAINER-ID.log`. */
  logs({ pods, containers }: Logs): Logs {
    const word = (name: string): string => this.#unit(name);
    return {
      pods: pods.map((name) => {
        const [uid = '', ...rest] = name.split('_').toReversed();
        return [...rest.toReversed().map(word), uuid.test(uid) ? this.uuid(uid) : word(uid)].join('_');
      }),
      containers: containers.map((name) => {
        const [, body = '', id = '', ending = ''] = /^([\s\S]*?)(?:-([\da-f]{64})(\.log))?$/.exec(name)!;
        return body.split('_').map(word).join('_') + (id === '' ? '' : `-${this.uuid(id)}${ending}`);
      }),
    };
  }

  #part(part: string, isLast: boolean): string {
    if (part === '' || part === '/' || part === '\n' || part === '.' || part === '..') return part;
    return !isLast && commonDirectories.has(part) ? part : this.#component(part);
  }

  #component(part: string): string {
    return this.#give('path', part, () => {
      for (let attempt = 0; ; attempt++) {
        const word = this.#secret.word('path', part + (attempt === 0 ? '' : `\0${attempt}`), part.length);
        if (this.#parts.has(word) && attempt < mostAttempts) continue;
        this.#parts.add(word);
        return word;
      }
    });
  }

  #unit(part: string): string {
    const [, body = '', ending = ''] =
      /^([\s\S]*?)((?:\.(?:slice|scope|service|socket|mount|swap|target))?(?: \(deleted\))?)$/.exec(part)!;
    return (
      body
        .split(/([-:.@])/)
        .reduce<string[]>(joinIds, [])
        .map((word) => this.#unitWord(word))
        .join('') + ending
    );
  }

  #unitWord(word: string): string {
    if (/^[-:.@]?$/.test(word) || unitWords.has(word) || /^\d{1,6}$/.test(word)) return word;
    const [, pod = '', id = ''] = /^(pod|)([\s\S]*)$/.exec(word)!;
    if (uuid.test(id) || /^[\da-f]{12,}$/.test(id)) return pod + this.uuid(id);
    return this.#give('unit', word, () => this.#secret.word('unit', word));
  }

  #hex(text: string): string {
    const digits = this.#secret.hexDigits('id', text, text.replace(/[^\da-f]/g, '').length);
    let at = 0;
    return text.replace(/[\da-f]/g, () => digits[at++]!);
  }

  #give(kind: string, name: string, make: () => string): string {
    const key = `${kind}:${name}`;
    let pseudonym = this.#given.get(key);
    if (pseudonym === undefined) {
      pseudonym = make();
      this.#given.set(key, pseudonym);
    }
    return pseudonym;
  }
}

/** cgroup names used by systemd, Kubernetes and container runtimes (see their cgroup drivers). */
const unitWords = new Set(
  `app background besteffort buildkit burstable conmon container containerd cri crio docker dbus ecs garden guaranteed init kubelet
  kubepods libpod lxc machine monitor nerdctl payload pod podman session slice system systemd user workload supervisor`.split(
    /\s+/,
  ),
);

/** Rejoins an id that was split at its hyphens. */
const joinIds = (words: string[], word: string): string[] => {
  words.push(word);
  const last = words.slice(-9).join('').replace(/^pod/, '');
  if (words.length >= 9 && uuid.test(last)) words.splice(-9, 9, words.slice(-9).join(''));
  return words;
};

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, and who asks. */
export interface RedisAddress {
  /** `sentinel`: the nodes are sentinels, who know the master; `cluster`: some nodes of it, who know the others. */
  readonly mode: 'single' | 'sentinel' | 'cluster';
  readonly tls: boolean;
  readonly nodes: readonly [RedisNode, ...RedisNode[]];
  readonly username?: string;
  readonly password?: string;
  /** Of the sentinels themselves, where they want one. */
  readonly sentinelPassword?: string;
  /** Name of the master, as the sentinels know it. */
  readonly master?: string;
  readonly database: number;
}

const FORM =
  /^redis(s)?(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/([^/?]*))?(?:\/(\d+))?(?:\?sentinelPassword=([^&]*))?$/;
const DEFAULT_PORTS = { single: 6_379, cluster: 6_379, sentinel: 26_379 } as const;

/** Never with the address itself: it may hold a password. */
const invalid = (why: string): Error => new Error(`REDIS_URL is not valid: ${why}`);

const nodeOf = (text: string, defaultPort: number): RedisNode => {
  // A list may repeat the scheme: redis://a:1,redis://b:2.
  const [, ipv6, name, port] = /^(?:\[([0-9a-f:]+)\]|([^:[\]]+))(?::(\d+))?$/i.exec(text.trim()) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined) throw invalid('a node is host or host:port');
  return { host, port: port === undefined ? defaultPort : Number(port) };
};

/**
 * Reads `redis://[user:password@]host[:port][/database]` (`rediss` = TLS), `redis+sentinel://…host:port,host:port/master[/database]`, and
 * clusters: `redis+cluster://…host:port`, or several nodes with commas. Throws an Error that does not hold the address.
 */
export const parseRedisAddress = (url: string): RedisAddress => {
  const [, tls, kind, who, hosts = '', first, second, sentinelPassword] =
    FORM.exec(url.replaceAll(/,rediss?:\/\//g, ',')) ?? [];
  const texts = hosts.split(',').filter((text) => text !== '');
  const mode = kind === 'sentinel' || kind === 'cluster' ? kind : texts.length > 1 ? 'cluster' : 'single';
  const [node, ...others] = texts.map((text) => nodeOf(text, DEFAULT_PORTS[mode]));
  if (node === undefined) throw invalid('redis://, rediss://, redis+sentinel:// or redis+cluster:// is wanted');
  const database = (mode === 'sentinel' ? second : first) || '0';
  if (!/^\d+$/.test(database)) throw invalid('the database is a number');
  if (mode === 'sentinel' && !first)
    throw invalid('the name of the master is missing: redis+sentinel://host:port/master');
  if (mode === 'cluster' && database !== '0') throw invalid('a cluster has database 0 only');
  const [username = '', ...rest] = (who ?? '').split(':');
  const password = rest.join(':');
  return {
    mode,
    tls: tls !== undefined,
    nodes: [node, ...others],
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword: decodeURIComponent(sentinelPassword) }),
    ...(mode === 'sentinel' ? { master: decodeURIComponent(first!) } : {}),
    database: Number(database),
  };
};

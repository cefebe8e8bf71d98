import type { RouteOptions } from 'fastify';

interface Route {
  /** Undefined for a parameter: any segment. */
  segments: readonly (string | undefined)[];
  methods: readonly string[];
  /** Whether it matches every path below its segments. */
  isOpen: boolean;
}

/** The routes of this server by path. */
export class RouteTable {
  private readonly routes = new Map<string, Route[]>();

  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    const [first = '', ...others] = segmentsOf(url);
    if (first === '*') return; // matches every path
    const isOpen = others.at(-1) === '*';
    const named = (isOpen ? others.slice(0, -1) : others).map((name) => (name.startsWith(':') ? undefined : name));
    const known = this.routes.get(first) ?? [];
    known.push({ segments: named, methods: [method].flat(), isOpen });
    this.routes.set(first, known);
  }

  /** The methods that a path allows; none for an unknown path. */
  methodsOf(path: string): string[] {
    const methods = this.leadingTo(path).flatMap((route) => (route.isOpen ? [] : route.methods));
    return [...new Set(methods)].sort();
  }

  has(path: string): boolean {
    return this.leadingTo(path).length > 0;
  }

  /** The first path that is a route both with this prefix and without it, which makes requests ambiguous. */
  clashUnder(prefix: string): string | undefined {
    const inside = [...this.routes].flatMap(([first, routes]) =>
      routes.map(({ segments }) => `/${[first, ...segments.map((segment) => segment ?? ':')].join('/')}`),
    );
    return inside.map((path) => prefix + path.replace(/^\/$/, '')).find((path) => this.has(path));
  }

  private leadingTo(path: string): Route[] {
    const [first = '', ...others] = segmentsOf(path);
    return (this.routes.get(first) ?? []).filter(
      ({ segments, isOpen }) =>
        (isOpen ? segments.length < others.length : segments.length === others.length) &&
        segments.every((segment, i) => segment === undefined || segment === others[i]),
    );
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { matchRoutes, type RouteObject } from 'react-router';
import ts from 'typescript';

const SOURCES = fileURLToPath(new URL('../../console/src/', import.meta.url));

function parsed(file: string): ts.SourceFile {
  const text = readFileSync(`${SOURCES}${file}`, 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
}

/** The routes as they are written; what they show is left out. */
function routesIn(list: ts.Expression): RouteObject[] {
  if (!ts.isArrayLiteralExpression(list)) throw new Error(`no list of routes: ${list.getText()}`);
  return list.elements.filter(ts.isObjectLiteralExpression).map((route): RouteObject => {
    const properties = route.properties.filter(ts.isPropertyAssignment);
    const valueOf = (name: string) => properties.find((each) => each.name.getText() === name)?.initializer;
    const [path, children] = [valueOf('path'), valueOf('children')];
    if (valueOf('index') !== undefined) return { index: true };
    return { path: path && textOf(path), children: children && routesIn(children) };
  });
}

/** A text with an `x` for each value in it; undefined: it is none. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
}

function isTarget(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return node.expression.getText() === 'navigate';
  const isNamed = ts.isJsxAttribute(node) || ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
  return isNamed && node.name.getText() === 'to';
}

/** Addresses of the console in a source file: what is a target of a link, and what looks like one. */
function addressesIn(node: ts.Node, isPart = false): string[] {
  const isWithin = isPart || isTarget(node);
  const text = textOf(node) ?? '';
  const own = (isWithin && text.startsWith('/')) || /^\/(account|admin)\b/.test(text) ? [text] : [];
  const within: string[] = [];
  ts.forEachChild(node, (child) => {
    within.push(...addressesIn(child, isWithin));
  });
  return [...own, ...within];
}

describe('every link within the console', () => {
  const routes = routesOfConsole();
  const all = readdirSync(SOURCES, { encoding: 'utf8', recursive: true });
  const files = all.filter((file) => /(?<!\.d)\.tsx?$/.test(file));
  const links = files.flatMap((file) => addressesIn(parsed(file)).map((to) => ({ file, to })));

  function routesOfConsole(): RouteObject[] {
    let routes: RouteObject[] = [];
    const find = (node: ts.Node) => {
      const [list] = ts.isCallExpression(node) ? node.arguments : [];
      if (list !== undefined && (node as ts.CallExpression).expression.getText() === 'createBrowserRouter') {
        routes = routesIn(list);
      } else ts.forEachChild(node, find);
    };
    find(parsed('routes.tsx'));
    return routes;
  }

  const pageAt = (address: string) => matchRoutes(routes, address)?.at(-1)?.route.path;

  it('leads to a page', () => {
    expect(links.filter(({ to }) => pageAt(to) === '*')).toEqual([]);
  });

  it('is looked at, and the routes are', () => {
    expect(links.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['/', '/account/applications/x', '/admin/users', '/admin/audit?action=refusal.fold']),
    );
    expect(pageAt('/admin/users/x')).toBe('users/:id');
    expect(pageAt('/applications/x')).toBe('*');
  });
});

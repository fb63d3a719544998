// No circle of files: no file imports itself by way of others. Imports of types count too.
import { posix } from 'node:path'
import { importsOf, type SourceFile } from './arrows.ts'

/** Circles among these files, each written as a path that ends where it begins. Empty only when there is none. */
export function circles(files: readonly SourceFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, targetsOf(file)]))
  const done = new Set<string>()
  const found: string[] = []

  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }

  for (const path of imports.keys()) visit(path, [])
  return found
}

function targetsOf({ path, text }: SourceFile): string[] {
  return importsOf(text)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(path), specifier))
}

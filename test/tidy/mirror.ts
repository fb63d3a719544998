// Each file of src/ with logic has its test at the mirrored path: src/a/b.ts at test/unit/a/b.test.ts, or at
// test/http/a/b.test.ts where the test goes through the gateway's app. The scripts of the pages run in a browser, and
// are tested there.
import type { SourceFile } from './arrows.ts'

/** The least share of the files with logic that have their test. */
export const mirroredShareMin = 0.9

/** The files that lack a test, when they are too many; none otherwise. */
export function withoutTest(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path))
  const withLogic = files.filter((file) => /^src\/(?!web\/scripts\/).+\.tsx?$/.test(file.path) && hasLogic(file.text))
  const missing = withLogic.filter(({ path }) => !testPathsOf(path).some((test) => paths.has(test)))
  const isEnough = withLogic.length - missing.length >= withLogic.length * mirroredShareMin
  return isEnough ? [] : missing.map(({ path }) => `${path} has no test at ${testPathsOf(path)[0]}`)
}

function testPathsOf(path: string): string[] {
  const name = path.replace(/^src\//, '').replace(/\.tsx?$/, '.test.ts')
  return ['unit', 'http'].flatMap((folder) => [`test/${folder}/${name}`, `test/${folder}/${name}x`])
}

/** A file has logic when it holds a branch, a loop or a fallback, outside of types, comments and strings. */
export function hasLogic(text: string): boolean {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'[^'\n]*'|"[^"\n]*"/g, "''")
    .replace(/^(export )?(type|interface) [\s\S]*?(?=\n\S|$(?![\s\S]))/gm, '')
  return /\b(if|for|while|switch|catch)\s*[({]|\?\?|&&|\|\||\s\?\s[^|&]/.test(code)
}

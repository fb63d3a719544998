// Each mutant of the simulator names a text that stands once in its file: whoever changes that text is told at once.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../scripts/workers.ts'
import { mutants } from './simulation/mutants.ts'

test.each(mutants)('$name: its text stands once in $file', ({ file, text }) => {
  expect(readFileSync(join(root, file), 'utf8').split(text)).toHaveLength(2)
})

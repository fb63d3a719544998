// Each mutant of the simulator names a text that stands once in its file: whoever changes that text is told at once.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants } from './simulation/mutants.ts'

test.each(mutants)('$name: its text stands once in $file', ({ file, text }) => {
  expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').split(text)).toHaveLength(2)
})

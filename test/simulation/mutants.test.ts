// The simulator finds what it should: each mutant of the source within 2,000 runs.
import { availableParallelism } from 'node:os'
import { expect, test, vi } from 'vitest'
import { simulate } from './command-line.ts'
import { findMutant } from './mutant-campaign.ts'
import { mutants } from './mutants.ts'

vi.setConfig({ maxConcurrency: availableParallelism() })

const [first] = mutants
if (first === undefined) throw new Error('there is no mutant')

test.concurrent.for(mutants)('it finds that $name', async (mutant, { signal }) => {
  const broken = await findMutant(mutant, 2000, signal)
  expect({ broken, isFound: mutant.breaks.some((invariant) => broken.includes(invariant)) }).toMatchObject({
    isFound: true,
  })
})

test('what one thread of a long campaign finds ends all of them', async () => {
  const { code, output } = await simulate(first, '--seed', '1', '--runs', '50000', '--quick', '--world', first.world)
  expect(output).toMatch(/^\d{1,4} runs, .* from seed 1: BROKEN$/m)
  expect(code).toBe(1)
})

test('it finds nothing without a mutant', async () => {
  const { code, output } = await simulate(null, '--seed', '1', '--runs', '100')
  expect(output).toMatch(/^100 runs, .* from seed 1: ok$/m)
  expect(code).toBe(0)
})

test('a finding names the seed, the shortest history and the command to see it again', async () => {
  const result = await simulate(first, '--seed', '1', '--runs', '2000', '--world', 'lossless')
  const seed = /^seed (\d+): /m.exec(result.output)?.[1] ?? ''
  const parts = /^replay the shortest: the same with --only (\S+)$/m.exec(result.output)?.[1] ?? ''
  expect(result.output).toContain(`replay: npm run simulate -- --seed ${seed} --runs 1 --world lossless`)
  expect(parts.split(',').length).toBeLessThan(10)
  const again = await simulate(first, '--seed', seed, '--runs', '1', '--world', 'lossless', '--only', parts)
  expect(again.code).toBe(1)
  expect(again.output).toContain('BROKEN')
})

test.each([
  {
    wrong: 'stands in its file more than once',
    text: 'seq',
    message: /^"seq" stands \d+ times in src\/mypage\/store.ts/,
  },
  { wrong: 'stands nowhere in its file', text: 'no such text', message: /^"no such text" stands 0 times/ },
])('a mutant is refused when its text $wrong', async ({ text, message }) => {
  const mutant = { ...first, file: 'src/mypage/store.ts', text }
  await expect(findMutant(mutant, 1, AbortSignal.timeout(60_000))).rejects.toThrow(message)
})

test('a mutant is refused when its file is never loaded', async () => {
  const mutant = { ...first, file: 'src/identity/app.ts' }
  await expect(findMutant(mutant, 1, AbortSignal.timeout(60_000))).rejects.toThrow('src/identity/app.ts was not loaded')
})

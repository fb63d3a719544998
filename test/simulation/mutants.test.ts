// The simulator finds what it should: faults planted in a copy of the source, each found within 2,000 runs.
import { expect, test } from 'vitest'
import { type Copy, copyOfProject } from './copy.ts'
import { type Mutant, mutants } from './mutants.ts'

async function inACopy(fault: Mutant | null, work: (copy: Copy) => Promise<void>): Promise<void> {
  const copy = copyOfProject()
  try {
    if (fault !== null) copy.plant(fault)
    await work(copy)
  } finally {
    copy.remove()
  }
}

const [first] = mutants
if (first === undefined) throw new Error('there is nothing planted')

test.each(mutants)('it finds that $name', (fault) =>
  inACopy(fault, async (copy) => {
    const { code, output } = await copy.simulate('--seed', '1', '--runs', '2000', '--quick', '--world', fault.world)
    const found = [...output.matchAll(/^seed \d+: (\w+):/gm)].map(([, invariant]) => invariant)
    expect({ code, output, found: fault.breaks.some((invariant) => found.includes(invariant)) }).toMatchObject({
      code: 1,
      found: true,
    })
  }),
)

test('what one thread of a long campaign finds ends all of them', () =>
  inACopy(first, async (copy) => {
    const { code, output } = await copy.simulate('--seed', '1', '--runs', '50000', '--quick', '--world', first.world)
    expect(output).toMatch(/^\d{1,4} runs, .* from seed 1: BROKEN$/m)
    expect(code).toBe(1)
  }))

test('it finds nothing in a copy without a planted fault', () =>
  inACopy(null, async (copy) => {
    const { code, output } = await copy.simulate('--seed', '1', '--runs', '100')
    expect(output).toMatch(/^100 runs, .* from seed 1: ok$/m)
    expect(code).toBe(0)
  }))

test('a finding names the seed, the shortest history and the command to see it again', () =>
  inACopy(first, async (copy) => {
    const result = await copy.simulate('--seed', '1', '--runs', '2000', '--world', 'lossless')
    const seed = /^seed (\d+): /m.exec(result.output)?.[1] ?? ''
    const parts = /^replay the shortest: the same with --only (\S+)$/m.exec(result.output)?.[1] ?? ''
    expect(result.output).toContain(`replay: npm run simulate -- --seed ${seed} --runs 1 --world lossless`)
    expect(parts.split(',').length).toBeLessThan(10)
    const retry = await copy.simulate('--seed', seed, '--runs', '1', '--world', 'lossless', '--only', parts)
    expect(retry.code).toBe(1)
    expect(retry.output).toContain('BROKEN')
  }))

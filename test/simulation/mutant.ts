// One mutant: a fault that a programmer could make, as a change of text in one source file.
import type { World } from './worlds.ts'

export type Mutant = {
  name: string
  file: string
  /** Occurs exactly once in the file. */
  text: string
  becomes: string
  /** The world that finds it: `rough` when messages must be lost for good, `killed` when repair comes but too late. */
  world: World
  /** The seed of the first run, 1 when absent: near one that finds it, where few do. */
  seed?: number
  /** The invariants that it can break. */
  breaks: readonly string[]
}

// `node --import …/mutant-preload.ts?name=… script.ts` runs a script with that mutant, in all its threads.
import { applyMutant } from './mutant-hook.ts'
import { mutants } from './mutants.ts'

const name = new URL(import.meta.url).searchParams.get('name')
const mutant = mutants.find((each) => each.name === name)
if (mutant === undefined) throw new Error(`there is no mutant named "${name}"`)
applyMutant(mutant)

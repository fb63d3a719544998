// Applies a mutant in this thread by a module hook: the file's text is replaced while Node loads it.
import { registerHooks } from 'node:module'
import type { Mutant } from './mutant.ts'

export type AppliedMutant = {
  /** Throws when the file was never loaded: then the mutant was not there. */
  assertLoaded(): void
}

/** Call it before the first import of the mutant's file: a module is loaded once. */
export function applyMutant({ file, text, becomes }: Mutant): AppliedMutant {
  const target = new URL(`../../${file}`, import.meta.url).href
  let isLoaded = false
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (url !== target) return loaded
      isLoaded = true
      return { ...loaded, source: replaceOnce(file, String(loaded.source), text, becomes) }
    },
  })
  return {
    assertLoaded() {
      if (!isLoaded) throw new Error(`${file} was not loaded, so the mutant was not there`)
    },
  }
}

function replaceOnce(file: string, source: string, text: string, becomes: string): string {
  const parts = source.split(text)
  if (parts.length !== 2) throw new Error(`"${text}" stands ${parts.length - 1} times in ${file}, not once`)
  return parts.join(becomes)
}

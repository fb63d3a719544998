// Mutants of the archive.
import type { Mutant } from './mutant.ts'

export const archiveMutants: readonly Mutant[] = [
  {
    name: 'a batch is dropped though its object may not be written',
    file: 'src/archive/archiver.ts',
    text: 'const written = await writeBatch(ports, batch)',
    becomes: 'const written = await writeBatch(ports, batch).catch(() => run)',
    world: 'rough',
    breaks: ['archiveAgrees'],
  },
  {
    name: 'an order that comes again is read twice',
    file: 'src/archive/read.ts',
    text: 'seen.add(id)',
    becomes: 'seen.delete(id)',
    world: 'rough',
    breaks: ['archiveAgrees'],
  },
  {
    name: 'an order that is never final brings nothing',
    file: 'src/actor/checkpoints.ts',
    text: 'const isDue = togetherDueAt(applied, events, pace) < togetherBy',
    becomes: 'const isDue = togetherBy === Number.POSITIVE_INFINITY && pace.pollSeconds > 0',
    world: 'rough',
    breaks: ['archiveAgrees', 'comesToRest'],
  },
  {
    name: 'an order that comes alone is not staged',
    file: 'src/archive/event-handler.ts',
    text: 'if (rows.length > 0) await database.batch(rows)',
    becomes: 'if (rows.length > 1) await database.batch(rows)',
    world: 'rough',
    breaks: ['archiveAgrees'],
  },
]

// What the local runtime reads of the Workers' wrangler files, kept with their bundles.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export const settingsFile = 'settings.json'

const settingsSchema = z.array(z.looseObject({ name: z.string(), bindings: z.record(z.string(), z.json()) }))

export type WorkerSettings = z.infer<typeof settingsSchema>[number]

/** In the order of the bundles: the Worker with the public address first. */
export function readSettings(folder: string): WorkerSettings[] {
  return settingsSchema.parse(JSON.parse(readFileSync(join(folder, settingsFile), 'utf8')))
}

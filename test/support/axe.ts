// axe-core in the page that a test's browser shows: what is not accessible there, in the light and in the dark.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import * as z from 'zod'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const resultSchema = z.object({
  violations: z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
  ),
})

/** Every violation of every rule, and of contrast in the other color scheme too. Each names its rule and element. */
export async function inaccessible(page: Page): Promise<string[]> {
  await page.evaluate(source)
  const inLight = await violations(page, 'light', 'axe.run()')
  const inDark = await violations(page, 'dark', `axe.run({ runOnly: ['color-contrast'] })`)
  return [...inLight, ...inDark]
}

/** The script is given as text to the browser's own tools, which no policy of the page concerns. */
async function violations(page: Page, colorScheme: 'light' | 'dark', script: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  const result = resultSchema.parse(await page.evaluate(script))
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${colorScheme} ${id}: ${html.slice(0, 160)} (${failureSummary})`),
  )
}

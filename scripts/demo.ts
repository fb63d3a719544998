// `npm run demo`: the business's own scenario, call by call, through the gateway of the running platform: at ORIGIN=…,
// at PORT=…, or at the usual port. When none runs there, one is started on a free port and ended. Ends non-zero when
// anything is wrong.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoAccounts } from './demo/accounts.ts'
import { type DemoCall, scenario } from './demo/scenario.ts'
import { localOrigin, variable } from './environment.ts'
import { onEndRequest, type Platform, StartRefused, startPlatform } from './platform.ts'
import { SignInError, signIn } from './sign-in.ts'

try {
  const named = variable('ORIGIN') ?? (variable('PORT') === null ? null : localOrigin())
  if (named !== null) await play(named)
  else if (await isShop(localOrigin())) await play(localOrigin())
  else await onPlatformOfItsOwn(play)
} catch (fault) {
  if (!(fault instanceof StartRefused || fault instanceof SignInError)) throw fault
  console.error(fault.message)
  process.exitCode = 1
}

/** Whether a shop answers at the address, and no other program. */
async function isShop(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/livez`).catch(() => null)
  return answer?.ok === true && (await answer.text()) === '{"status":"live"}'
}

async function onPlatformOfItsOwn(work: (origin: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homeappliance-demo-'))
  let platform: Platform | null = null
  onEndRequest(() => process.exit(130))
  try {
    console.log('Starting a shop of its own on a free port …')
    platform = await startPlatform({ port: 0, state: folder, log: console.log })
    await work(platform.origin)
  } finally {
    await platform?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function play(origin: string): Promise<void> {
  const tokens = new Map<string, string>()
  for (const [role, { email, password }] of Object.entries(demoAccounts)) {
    tokens.set(role, await signIn(origin, email, password))
  }
  const call: DemoCall = async (role, method, path, body) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.get(role)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const wrongs = await scenario(call, console.log)
  if (wrongs.length === 0) {
    console.log('\nAll as it should be.')
    return
  }
  console.error(`\nNot as it should be:\n${wrongs.map((wrong) => `  ${wrong}`).join('\n')}`)
  process.exitCode = 1
}

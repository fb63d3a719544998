// `npm start`: the whole shop on this machine, with its state kept between runs. Ctrl-C ends all of it.

import { demoAccounts } from './demo/accounts.ts'
import { onSignal, type Platform, StartRefused, startPlatform } from './platform.ts'

const port = Number(process.env['PORT'] ?? 8787)

let platform: Platform | null = null
let asked = false
onSignal(() => {
  asked = true
  if (platform === null) process.exit(130)
  void platform.stop()
})

try {
  platform = await startPlatform({ port, stateFolder: process.env['STATE'] ?? null, log: console.log })
  printWelcome(platform.origin)
  await platform.ended
  if (!asked) throw new StartRefused('The shop ended by itself; what it said last stands above.')
} catch (fault) {
  if (!(fault instanceof StartRefused)) throw fault
  console.error(fault.message)
  process.exitCode = 1
}

function printWelcome(origin: string): void {
  const accounts = Object.values(demoAccounts).map(
    ({ role, email, password }) => `  ${role.padEnd(9)} ${email}  ${password}`,
  )
  const portSetting = origin.endsWith(':8787') ? '' : `PORT=${new URL(origin).port} `
  console.log(`
The homeappliance store is open at ${origin}

  ${origin}/mypage   the customer's page
  ${origin}/admin    the staff's page
  ${origin}/docs     the API

Accounts of the demo shop (role, e-mail, password)
${accounts.join('\n')}

Try it
  TOKEN=$(${portSetting}npm run -s token -- customer)
  curl -s ${origin}/orders -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -d '{"customerName":"Kang","itemId":"2","qty":3,"deliveryAddress":"Gangnam",
         "deliveryPhoneNumber":"010-0123-4567","paymentToken":"tok_approved"}'

Ctrl-C closes the shop.
`)
}

// Opens the shop at the place that PORT=… and STATE=… name, tells how to use it, and closes it in order.
import { demoAccounts } from '../demo/accounts.ts'
import { usualPort } from '../environment.ts'
import { onEndRequest, type Platform, placeOf, type StartOptions, StartRefused } from '../platform.ts'

/** Resolves when the shop is closed. Sets the exit code when it could not open or ended by itself. */
export async function openShop(start: (options: StartOptions) => Promise<Platform>): Promise<void> {
  let platform: Platform | null = null
  let asked = false
  onEndRequest(() => {
    asked = true
    if (platform === null) process.exit(130)
    void platform.stop()
  })
  try {
    platform = await start({ ...placeOf(), log: console.log })
    printWelcome(platform.origin)
    await platform.ended
    if (!asked) throw new StartRefused('The shop ended by itself; what it said last stands above.')
  } catch (fault) {
    if (!(fault instanceof StartRefused)) throw fault
    console.error(fault.message)
    process.exitCode = 1
  }
}

function printWelcome(origin: string): void {
  const accounts = Object.values(demoAccounts).map(
    ({ role, email, password }) => `  ${role.padEnd(9)} ${email}  ${password}`,
  )
  const portSetting = origin.endsWith(`:${usualPort}`) ? '' : `PORT=${new URL(origin).port} `
  console.log(`
The homeappliance store is open at ${origin}

  ${origin}/mypage   the customer's page
  ${origin}/admin    the staff's page
  ${origin}/courier  the couriers' page
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

// npm run -s token -- <who>: signs in at the running platform and prints the access token, and nothing else.
import { type DemoAccount, demoAccounts } from './demo/accounts.ts'
import { localOrigin, variable } from './environment.ts'
import { SignInError, signIn } from './sign-in.ts'

const usage = `usage: npm run -s token -- <${Object.keys(demoAccounts).join(' | ')} | e-mail address>

Signs in at the running shop and prints a JWT, for use as: curl -H "authorization: Bearer $TOKEN" …
  PASSWORD  the password of an account that is not one of the demo's
  ORIGIN    where the shop is (default http://localhost:$PORT)
  PORT      its port on this machine (default 8787)`

const password = variable('PASSWORD')
const origin = variable('ORIGIN') ?? localOrigin()

const [who, ...rest] = process.argv.slice(2)
if (who === undefined || rest.length > 0) fail(usage)

const account = accountOf(who)
if (account === null) fail(who.includes('@') ? `Set PASSWORD to the password of ${who}.` : usage)

try {
  console.log(await signIn(new URL(origin).origin, account.email, account.password))
} catch (fault) {
  if (fault instanceof SignInError) fail(fault.message)
  if (fault instanceof TypeError) fail(`ORIGIN is no web address: ${origin}`)
  throw fault
}

function accountOf(wanted: string): Pick<DemoAccount, 'email' | 'password'> | null {
  const known = Object.entries(demoAccounts).find(([role, { email }]) => wanted === role || wanted === email)
  if (known) return known[1]
  return wanted.includes('@') && password ? { email: wanted, password } : null
}

function fail(text: string): never {
  console.error(text)
  process.exit(1)
}

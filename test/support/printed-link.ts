// The link that sets a password, as it would be in the mail: the message context prints it where no webhook is set.
import { type Shop, until } from './shop.ts'

/** The token in the link that is printed after `ask`. */
export async function linkAfter(shop: Shop, ask: () => Promise<unknown>): Promise<string> {
  const printed = () =>
    shop.harness.getLogs().flatMap(({ message }) => /http\S+\/auth\/reset\?token=(\S+)/.exec(message)?.[1] ?? [])
  const before = printed().length
  await ask()
  const [token = ''] = await until(
    async () => printed().slice(before),
    (tokens) => tokens.length > 0,
  )
  return token
}

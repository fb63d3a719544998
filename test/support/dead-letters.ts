// A dead letter in a running shop: a message that its subscriber cannot read.
import { type Shop, until } from './shop.ts'

type Letter = { deadLetterId: string; state: string; body: string }

/** Send it to the subscriber's queue and wait until ops have it. Returns its id. */
export async function plantDeadLetter(shop: Shop, subscriber: 'delivery' | 'mypage' = 'delivery'): Promise<string> {
  const subject = `unreadable-${crypto.randomUUID()}`
  await shop.replay([{ subscriber, bodies: [{ subject, type: 'homeappliance.order.OrderTaken' }] }])
  const page = await until(
    () => shop.call<{ items: Letter[] }>('ops', 'GET', `/deadLetters?subscriber=${subscriber}`),
    ({ body }) => body.items.some((letter) => letter.body.includes(subject)),
  )
  return page.body.items.find((letter) => letter.body.includes(subject))?.deadLetterId ?? ''
}

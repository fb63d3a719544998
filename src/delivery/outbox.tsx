// What the pages' script says of forms that wait for a connection, in the reader's language. Without it nothing waits.
import type { Child } from 'hono/jsx'
import { useTexts } from '../web/reader.ts'
import { texts } from './texts.ts'

/** The texts for src/web/scripts/outbox.ts. `account`: whose forms are sent from this page. */
export function Outbox({ account }: { account: string }) {
  const t = useTexts(texts)
  return (
    <div
      hidden
      data-outbox-of={account}
      data-waits={t.waits}
      data-refused={t.refused}
      data-sign-in={t.signIn}
      data-dismiss={t.dismiss}
    />
  )
}

type KeptFormProps = { account: string; action: string; label: string; children?: Child }

/**
 * A form that may wait for a connection. Its key makes two sendings of it one. `label`: what it does, in the list of
 * those that wait.
 */
export function KeptForm({ account, action, label, children }: KeptFormProps) {
  return (
    <form method="post" action={action} data-outbox={label}>
      <input type="hidden" name="key" value={crypto.randomUUID()} />
      <input type="hidden" name="account" value={account} />
      {children}
    </form>
  )
}

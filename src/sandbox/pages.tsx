// The sandbox's pages, as a provider has them: one takes a card by its name, one asks its owner to authenticate. Both
// are plain forms that lead back to the shop.
import * as z from 'zod'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import type { Money } from '../contract/money.ts'
import { Notice, Price } from '../web/components.tsx'
import { forbiddenPage, refusalPage, seeOther } from '../web/error-pages.tsx'
import { shownTo } from '../web/links.ts'
import { type Page, renderPage } from '../web/page.tsx'
import type { Answer } from './answer.ts'
import type { AuthenticationOutcome } from './authentications.ts'
import { texts } from './texts.ts'

export type SandboxPagePorts = {
  authentication(id: string): Promise<Answer>
  decide(id: string, outcome: AuthenticationOutcome): Promise<Answer>
}

type Texts = (typeof texts)['en']

/** The page that a request asks for. What it does is told to the shop by the address that it leads back to. */
export async function sandboxPage(ports: SandboxPagePorts, caller: Caller, request: Request): Promise<Response> {
  const { language } = readerOf(caller)
  const t = texts[language]
  if (!mayCall(caller.role, 'pay'))
    return forbiddenPage(caller, { en: 'customers: it takes their payments', ko: '고객' })
  const { pathname } = new URL(request.url)
  if (pathname === '/sandbox/cards') return await cardsPage(t, caller, request)
  const id = /^\/sandbox\/authentications\/(au_[A-Za-z0-9_-]{1,80})$/.exec(pathname)?.[1]
  if (id === undefined) return notFound(t, caller)
  return await authenticationPage(t, ports, caller, request, id)
}

const querySchema = z.object({
  amount: z.coerce.number().int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  return: z.url(),
})

async function cardsPage(t: Texts, caller: Caller, request: Request): Promise<Response> {
  const isForm = request.method === 'POST'
  const { origin, searchParams } = new URL(request.url)
  const query = querySchema.safeParse(Object.fromEntries(searchParams))
  if (!query.success || new URL(query.data.return).origin !== origin) {
    return refusalPage({ heading: t.title, text: t.badReturn, status: 422, ...shownTo(caller) })
  }
  const { amount, currency, return: returnUrl } = query.data
  const card = isForm ? (new URLSearchParams(await request.text()).get('card') ?? '') : null
  if (card !== null && Object.hasOwn(t.cards, card)) {
    const back = new URL(returnUrl)
    back.searchParams.set('paymentToken', card)
    return seeOther(back.href)
  }
  const fault = card === null ? null : t.chooseOne
  return renderPage(cardsForm(t, caller, { amount, currency }, returnUrl, fault), fault === null ? 200 : 422)
}

function cardsForm(t: Texts, caller: Caller, amount: Money, returnUrl: string, fault: string | null): Page {
  const content = (
    <>
      <Head title={t.title} banner={t.banner} />
      {fault !== null && <Notice tone="bad">{fault}</Notice>}
      <form class="card" method="post">
        <Sum t={t} amount={amount} />
        <fieldset>
          <legend>{t.choose}</legend>
          {Object.entries(t.cards).map(([token, name], index) => (
            <label class="choice">
              <input type="radio" name="card" value={token} checked={index === 0} />
              {name}
            </label>
          ))}
        </fieldset>
        <button class="wide" type="submit">
          {t.pay} <Price of={amount} />
        </button>
      </form>
      <p>
        <a href={returnUrl}>{t.back}</a>
      </p>
    </>
  )
  return { title: t.title, content, narrow: true, ...shownTo(caller) }
}

const waitingSchema = z.object({ status: z.string(), amount: z.int(), currency: z.string(), returnUrl: z.string() })
const outcomeSchema = z.enum(['approved', 'refused'])

async function authenticationPage(
  t: Texts,
  ports: SandboxPagePorts,
  caller: Caller,
  request: Request,
  id: string,
): Promise<Response> {
  const found = await ports.authentication(id)
  if (found.status !== 200) return notFound(t, caller)
  const { returnUrl, status, ...amount } = waitingSchema.parse(found.body)
  const outcome =
    request.method === 'POST'
      ? outcomeSchema.safeParse(new URLSearchParams(await request.text()).get('outcome')).data
      : undefined
  if (outcome !== undefined) {
    await ports.decide(id, outcome)
    return seeOther(returnUrl)
  }
  return renderPage(authenticationForm(t, caller, amount, returnUrl, status === 'requires_action'))
}

function authenticationForm(t: Texts, caller: Caller, amount: Money, returnUrl: string, isWaiting: boolean): Page {
  const content = (
    <>
      <Head title={t.authentication} banner={t.banner} />
      {isWaiting ? (
        <form class="card" method="post">
          <Sum t={t} amount={amount} />
          <p>{t.question}</p>
          <button class="wide" type="submit" name="outcome" value="approved">
            {t.approve}
          </button>
          <button class="wide quiet" type="submit" name="outcome" value="refused">
            {t.refuse}
          </button>
        </form>
      ) : (
        <Notice>{t.decided}</Notice>
      )}
      <p>
        <a href={returnUrl}>{t.backToOrder}</a>
      </p>
    </>
  )
  return { title: t.authentication, content, narrow: true, ...shownTo(caller) }
}

function notFound(t: Texts, caller: Caller): Promise<Response> {
  return refusalPage({ heading: t.title, text: t.notFound, status: 404, ...shownTo(caller) })
}

function Head({ title, banner }: { title: string; banner: string }) {
  return (
    <>
      <div class="head">
        <h1>{title}</h1>
      </div>
      <Notice>{banner}</Notice>
    </>
  )
}

function Sum({ t, amount }: { t: Texts; amount: Money }) {
  return (
    <dl>
      <dt>{t.amount}</dt>
      <dd>
        <span class="price">
          <Price of={amount} />
        </span>
      </dd>
    </dl>
  )
}

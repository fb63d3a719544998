// The sandbox's pages, as a provider has them: one takes a card by its name, one asks its owner to authenticate. Both
// are plain forms that lead back to the shop.
import { Hono } from 'hono'
import * as z from 'zod'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import { Notice, Price } from '../web/components.tsx'
import { forbiddenPage, noPage, refusalPage, seeOther } from '../web/error-pages.tsx'
import { shownTo } from '../web/links.ts'
import { methodsOf } from '../web/methods.ts'
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
  const app = new Hono({ strict: false })
  app.get('/sandbox/cards', () => showCards(t, caller, request))
  app.post('/sandbox/cards', () => chooseCard(t, caller, request))
  app.get('/sandbox/authentications/:id', (c) => showAuthentication(t, ports, caller, c.req.param('id')))
  app.post('/sandbox/authentications/:id', (c) => decide(t, ports, caller, request, c.req.param('id')))
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return await app.fetch(request)
}

const querySchema = z.object({
  amount: z.coerce.number().int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  return: z.url(),
})

type Asked = { amount: Money; returnUrl: string }

/** What the address asks for; null when it does not lead back to this shop. */
function askedBy(request: Request): Asked | null {
  const { origin, searchParams } = new URL(request.url)
  const query = querySchema.safeParse(Object.fromEntries(searchParams))
  if (!query.success || new URL(query.data.return).origin !== origin) return null
  const { amount, currency, return: returnUrl } = query.data
  return { amount: { amount, currency }, returnUrl }
}

function showCards(t: Texts, caller: Caller, request: Request): Promise<Response> {
  const asked = askedBy(request)
  return asked === null ? badReturn(t, caller) : renderPage(cardsForm(t, caller, asked, null))
}

async function chooseCard(t: Texts, caller: Caller, request: Request): Promise<Response> {
  const asked = askedBy(request)
  if (asked === null) return badReturn(t, caller)
  const card = new URLSearchParams(await request.text()).get('card') ?? ''
  if (!Object.hasOwn(t.cards, card)) return renderPage(cardsForm(t, caller, asked, t.chooseOne), 422)
  const back = new URL(asked.returnUrl)
  back.searchParams.set('paymentToken', card)
  return seeOther(back.href)
}

function badReturn(t: Texts, caller: Caller): Promise<Response> {
  return refusalPage({ heading: t.title, text: t.badReturn, status: 422, ...shownTo(caller) })
}

function cardsForm(t: Texts, caller: Caller, { amount, returnUrl }: Asked, fault: string | null): Page {
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
          {t.pay(formatMoney(amount, readerOf(caller).language))}
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

async function showAuthentication(t: Texts, ports: SandboxPagePorts, caller: Caller, id: string): Promise<Response> {
  const found = await ports.authentication(id)
  if (found.status !== 200) return notFound(t, caller)
  const { returnUrl, status, ...amount } = waitingSchema.parse(found.body)
  return renderPage(authenticationForm(t, caller, amount, returnUrl, status === 'requires_action'))
}

async function decide(t: Texts, ports: SandboxPagePorts, caller: Caller, request: Request, id: string) {
  const { outcome } = Object.fromEntries(new URLSearchParams(await request.text()))
  const decision = outcomeSchema.safeParse(outcome)
  if (!decision.success) return await showAuthentication(t, ports, caller, id)
  const decided = await ports.decide(id, decision.data)
  return decided.status === 200 ? seeOther(waitingSchema.parse(decided.body).returnUrl) : notFound(t, caller)
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

// The order form at /mypage/new: the same schema and the same call as POST /orders.
import { mayCall } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { detailIn, inLanguage, readerOf } from '../../contract/language.ts'
import type { CatalogRpc, Item } from '../../contract/rpc.ts'
import { Field, type Flash, Notice, Price } from '../../web/components.tsx'
import { draftNotice, draftOf } from '../../web/draft.ts'
import { forbiddenPage, seeOther } from '../../web/error-pages.tsx'
import { keepNotice } from '../../web/flash.ts'
import { shownTo } from '../../web/links.ts'
import { type Page, renderPage } from '../../web/page.tsx'
import { type CheckoutBindings, placeOrder } from '../checkout/place-and-pay.ts'
import { placeBody, qtyMax } from '../checkout/place-body.ts'
import { callContext } from '../http/call-context.ts'
import { issueTold } from '../http/input-faults.ts'
import { statusOf } from '../http/problems.ts'
import { idempotencyKeySchema } from '../http/request.ts'
import { AddressFields, type AddressForm, addressFields, addressFormOf, addressIn } from './address-fields.tsx'
import { texts } from './texts.ts'

export type OrderFormPorts = CheckoutBindings & { CATALOG: Pick<CatalogRpc, 'find'> }

type Input = Record<string, string>
/** The error of each field; an error of the whole form is under `''`. */
type Faults = Record<string, string>

/**
 * GET shows the form for `?itemId=` under its `?key=`. POST redirects to the page that pays, or shows the form again
 * with its errors.
 */
export async function orderFormPage(
  env: OrderFormPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'placeOrder'))
    return forbiddenPage(caller, { en: 'customers: it places their orders', ko: '고객' })
  if (request.method === 'POST') return placeForm(env, caller, request, requestId)
  const draft = draftOf(request)
  const { searchParams } = new URL(request.url)
  const item = await itemOf(env, draft?.['itemId'] ?? searchParams.get('itemId'))
  if (item === null) return seeOther('/')
  if (draft === null && keyIn(searchParams) === undefined) return seeOther(addressWithKey(searchParams))
  const isOwn = draft !== null && isOf(caller, draft)
  return renderPage(
    formPage(
      caller,
      item,
      isOwn ? draft : emptyFor(caller, searchParams),
      {},
      isOwn ? draftNotice(readerOf(caller)) : null,
    ),
  )
}

/** The form has its key in its address: after Back it is the same form, and sent again it shows the order it placed. */
function addressWithKey(asked: URLSearchParams): string {
  const kept = [...asked].filter(([name]) => name === 'itemId' || name === 'address')
  return `/mypage/new?${new URLSearchParams([...kept, ['key', crypto.randomUUID()]])}`
}

/** Whether the form was filled in by this person, and not by another one before them at the same browser. */
function isOf(caller: Caller, input: Input): boolean {
  return input['customerId'] === caller.subject
}

function emptyFor(caller: Caller, asked: URLSearchParams = new URLSearchParams()): Input {
  const [key, addressForm] = [keyIn(asked), asked.get('address')]
  return {
    customerName: caller.name,
    qty: '1',
    ...(key !== undefined && { idempotencyKey: key }),
    ...(addressForm !== null && { addressForm }),
  }
}

function keyIn(asked: URLSearchParams): string | undefined {
  return idempotencyKeySchema.safeParse(asked.get('key')).data
}

async function placeForm(env: OrderFormPorts, caller: Caller, form: Request, requestId: string): Promise<Response> {
  const t = texts[readerOf(caller).language]
  const typedInput: Input = Object.fromEntries(new URLSearchParams(await form.text()))
  const item = await itemOf(env, typedInput['itemId'] ?? null)
  if (item === null) return seeOther('/')
  if (typedInput['customerId'] !== undefined && !isOf(caller, typedInput))
    return renderPage(formPage(caller, item, emptyFor(caller), { '': t.othersForm }), statusOf('customer_mismatch'))
  const { language } = readerOf(caller)
  const retry = (faults: Faults, status: number) => renderPage(formPage(caller, item, typedInput, faults), status)
  const place = addressIn(typedInput)
  if ('fault' in place) return retry({ [place.field]: t.fault(place.fault[language]) }, 422)
  const body = placeBody.safeParse({ ...bodyOf(typedInput), deliveryAddress: place.address })
  if (!body.success) {
    const faults = body.error.issues.map((issue) => [
      shownAt(typedInput, String(issue.path[0] ?? '')),
      t.fault(detailIn(issueTold(issue), language)),
    ])
    return retry(Object.fromEntries(faults.reverse()), 422)
  }
  const request = {
    requestId,
    idempotencyKey: idempotencyKeySchema.safeParse(typedInput['idempotencyKey']).data ?? null,
  }
  const placed = await placeOrder(env, caller, body.data, request)
  if (!placed.ok) {
    const { field = '', code } = placed.rejection
    const detail = detailIn(placed.rejection, language)
    // The form gets a new key: the order under the old key stays as it is.
    if (code === 'idempotency_key_reused') delete typedInput['idempotencyKey']
    return retry({ [shownFields.has(field) ? field : '']: detail }, statusOf(code))
  }
  const payPath = `/mypage/orders/${placed.value.orderId}/pay`
  return seeOther(payPath, [keepNotice(form, payPath, 'placed')])
}

/** The order's body: without the form's own fields, and the payment token that a form of the release before has. */
function bodyOf(input: Input): Input {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !ownFields.has(name)))
}

const ownFields = new Set([...addressFields, 'idempotencyKey', 'customerId', 'paymentToken'])

/** The field of the form that shows the fault of a field of the body. */
function shownAt({ addressForm }: Input, field: string): string {
  return field === 'deliveryAddress' && addressForm === 'korean' ? 'roadAddress' : field
}

async function itemOf(env: OrderFormPorts, itemId: string | null): Promise<Item | null> {
  if (itemId === null) return null
  const found = await callContext('catalog', () => env.CATALOG.find([itemId]))
  return Object.hasOwn(found, itemId) ? (found[itemId] ?? null) : null
}

const shownFields = new Set(['qty', 'customerName', 'deliveryAddress', 'deliveryPhoneNumber'])

/**
 * The form sends the price that it shows, so that nobody is charged another one; an idempotency key, so that a double
 * submit is one order; and whose it is.
 */
function formPage(caller: Caller, stored: Item, typedInput: Input, faults: Faults, flash: Flash | null = null): Page {
  const { language } = readerOf(caller)
  const t = texts[language]
  const item = inLanguage(stored, language)
  const form = addressFormOf(typedInput['addressForm'], readerOf(caller))
  const other: AddressForm = form === 'korean' ? 'lines' : 'korean'
  const otherForm = `/mypage/new?${new URLSearchParams({ itemId: item.itemId, address: other })}`
  const field = (name: string) => ({ name, value: typedInput[name] ?? '', error: faults[name] })
  const content = (
    <>
      <div class="head">
        <h1>{t.order}</h1>
      </div>
      {flash !== null && <Notice tone={flash.tone}>{flash.text}</Notice>}
      {faults[''] !== undefined && <Notice tone="bad">{faults['']}</Notice>}
      <section class="card">
        <h2>{item.itemName}</h2>
        <p class="soft small">{item.description}</p>
        <span class="price">
          <Price of={item.price} />
        </span>
      </section>
      <form class="card" method="post" action="/mypage/new">
        <input type="hidden" name="itemId" value={item.itemId} />
        <input type="hidden" name="customerId" value={caller.subject} />
        <input type="hidden" name="itemPrice" value={String(item.price.amount)} />
        <input type="hidden" name="idempotencyKey" value={typedInput['idempotencyKey'] ?? crypto.randomUUID()} />
        <Field {...field('qty')} label={t.quantity} type="number" min={1} max={qtyMax} required />
        <Field {...field('customerName')} label={t.name} autocomplete="name" maxlength={100} required />
        <AddressFields form={form} otherForm={otherForm} field={field} />
        <Field
          {...field('deliveryPhoneNumber')}
          label={t.phone}
          type="tel"
          autocomplete="tel"
          maxlength={40}
          required
        />
        <button class="wide" type="submit">
          {t.place}
        </button>
      </form>
    </>
  )
  return { title: t.orderItem(item.itemName), content, ...shownTo(caller), narrow: true }
}

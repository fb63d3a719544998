// The script of the page that pays by Stripe: its Payment Element takes the card in frames of Stripe, and gives a
// token, which the page's form sends. Without it the form stays hidden, and the one that leads to Stripe's page is
// there.

type Failure = { error?: { message?: string } }
type Elements = {
  create(kind: 'payment'): { mount(place: Element): void; on(event: 'ready', then: () => void): void }
  submit(): Promise<Failure>
}
type StripeJs = {
  elements(options: object): Elements
  createConfirmationToken(options: object): Promise<Failure & { confirmationToken?: { id: string } }>
}
declare const Stripe: ((publishableKey: string, options: object) => StripeJs) | undefined

const form = document.querySelector<HTMLFormElement>('form[data-stripe]')
if (form !== null && typeof Stripe === 'function') takeCard(form, Stripe)

function takeCard(form: HTMLFormElement, open: NonNullable<typeof Stripe>): void {
  const { stripe: publishableKey = '', amount, currency = '', returnUrl = '' } = form.dataset
  const place = form.querySelector('[data-card]')
  const button = form.querySelector('button')
  const fault = form.querySelector<HTMLElement>('[role=alert]')
  const token = form.querySelector<HTMLInputElement>('input[name=paymentToken]')
  if (place === null || button === null || fault === null || token === null) return
  const stripe = open(publishableKey, { locale: document.documentElement.lang })
  const sum = { amount: Number(amount), currency }
  const elements = stripe.elements({ mode: 'payment', ...sum, allowedPaymentMethodTypes: ['card'] })
  elements.create('payment').mount(place)
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    const reason = (await elements.submit()).error ?? (await take())
    if (reason === undefined) return
    fault.textContent = reason.message ?? ''
    fault.hidden = false
    button.disabled = false
  })

  /** Sends the form with the token; the fault when there is none. */
  async function take() {
    const made = await stripe.createConfirmationToken({ elements, params: { return_url: returnUrl } })
    if (made.confirmationToken === undefined) return made.error ?? {}
    if (token !== null) token.value = made.confirmationToken.id
    form.submit()
    return undefined
  }
}

export {}

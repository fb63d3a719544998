// The script of the page that pays by Toss Payments: its widget shows the ways to pay in frames of Toss, and leads to
// the bank and back to the order's page.

type Widgets = {
  setAmount(amount: { currency: 'KRW'; value: number }): Promise<void>
  renderPaymentMethods(options: { selector: string; variantKey: string }): Promise<unknown>
  renderAgreement(options: { selector: string; variantKey: string }): Promise<unknown>
  requestPayment(options: { orderId: string; orderName: string; successUrl: string; failUrl: string }): Promise<void>
}
type TossJs = { (clientKey: string): { widgets(options: { customerKey: string }): Widgets }; ANONYMOUS: string }
declare const TossPayments: TossJs | undefined

const form = document.querySelector<HTMLFormElement>('form[data-toss]')
if (form !== null && typeof TossPayments === 'function') void takePayment(form, TossPayments)

async function takePayment(form: HTMLFormElement, open: TossJs): Promise<void> {
  const { toss: clientKey = '', amount, orderId = '', orderName = '', returnUrl = '' } = form.dataset
  const button = form.querySelector('button')
  const fault = form.querySelector<HTMLElement>('[role=alert]')
  if (button === null || fault === null) return
  const widgets = open(clientKey).widgets({ customerKey: open.ANONYMOUS })
  await widgets.setAmount({ currency: 'KRW', value: Number(amount) })
  await Promise.all([
    widgets.renderPaymentMethods({ selector: '#toss-methods', variantKey: 'DEFAULT' }),
    widgets.renderAgreement({ selector: '#toss-agreement', variantKey: 'AGREEMENT' }),
  ])
  document.querySelector('[data-without-script]')?.remove()
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    try {
      await widgets.requestPayment({ orderId, orderName, successUrl: returnUrl, failUrl: returnUrl })
    } catch (reason) {
      fault.textContent = reason instanceof Error ? reason.message : String(reason)
      fault.hidden = false
      button.disabled = false
    }
  })
}

export {}

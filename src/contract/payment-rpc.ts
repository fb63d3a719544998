// The RPC interface of the payment context, for verified callers.
import type { Caller } from './caller.ts'
import type { RequestMeta } from './idempotency.ts'
import type { OrderRecord } from './order.ts'
import type { Checkout, GateState, PaymentView, PayOutcome, ProviderRecord } from './payment.ts'
import type { Result } from './result.ts'
import type { SettlementInput } from './settlement.ts'

export interface PaymentRpc {
  /**
   * `token` null: the provider's test token, else `payment_token_required`. `known`: the order as just read.
   * `returnUrl`: where the provider may send the customer back to; without it no customer is sent to authenticate.
   */
  pay(
    caller: Caller,
    orderId: string,
    token: string | null,
    request: RequestMeta,
    known?: OrderRecord,
    returnUrl?: string | null,
  ): Promise<Result<PayOutcome>>
  /**
   * How a page takes the customer's card. `returnUrl`: where the provider sends the customer back to. `hasReturned`:
   * the customer is back, so the provider is asked first.
   */
  checkout(caller: Caller, orderId: string, returnUrl: string, hasReturned: boolean): Promise<Result<Checkout>>
  /** Open a page of the provider, which charges nothing before `returnUrl`. `url` null: the order has none to open. */
  openPage(caller: Caller, orderId: string, returnUrl: string): Promise<Result<{ url: string | null }>>
  get(caller: Caller, orderId: string): Promise<Result<PaymentView>>
  providerRecord(caller: Caller, orderId: string): Promise<Result<ProviderRecord>>
  /** The store gives a refund back by itself, which the provider does not make. A repeat changes nothing. */
  settleRefund(
    caller: Caller,
    orderId: string,
    refundId: string,
    input: SettlementInput,
    requestId: string,
  ): Promise<Result<PaymentView>>
  /** Every gate to the provider, with its name: for ops. */
  gates(caller: Caller): Promise<Result<({ gate: string } & GateState)[]>>
  /** A provider's webhook: the raw body (a gateway of an older release sends it as text), its headers and its query. */
  webhook(
    provider: string,
    headers: Record<string, string>,
    body: string | Uint8Array,
    query?: Record<string, string>,
  ): Promise<Result<null>>
}

// One valid request for every call of the API, so that a refusal can only come from who asks.
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import { type Call, mayCall, rowOf } from '../../src/contract/authorization.ts'
import type { CommandType } from '../../src/contract/commands.ts'
import { won } from './orders.ts'
import type { Account } from './shop.ts'
import { kangsForm } from './story.ts'

/** Kang, whose orders these are; another customer; the shop's people; and nobody. */
export const visitors = ['customer', 'customer2', 'staff', 'courier', 'ops', null] as const

export type Output = readonly [status: number, code: string]

/** The refusal that the table gives a visitor; null when the call is allowed. */
export function refusal(call: Call, visitor: Account | null): Output | null {
  const { roles, route, ownership } = rowOf(call)
  if (roles === 'anyone') return null
  if (visitor === null) return [401, 'token_missing']
  if (!mayCall(demoAccounts[visitor].role, call)) return [403, 'role_not_allowed']
  const [, thing] = /\{(order|message|customer)Id\}/.exec(route) ?? []
  const isForeign = visitor === 'customer2' && ownership === 'own' && thing !== undefined
  return isForeign ? [404, `${thing}_not_found`] : null
}

/** The ids in a request, by their names in the paths. */
export type Things = Record<'orderId' | 'messageId' | 'customerId' | 'accountId' | 'clientId' | 'deadLetterId', string>

/** A day that has begun, in UTC. */
export const day = new Date().toISOString().slice(0, 10)

/** Of an object that no archive has. */
export const objectName = '20261121T091500123-1f0c2a9b-0001'

export const projection = 'analytics'

export const rule = 'deadLetters'

export const longAgo = '2020-01-01T00:00:00Z'

/** `command`: for a call that can send the order one of several commands. */
export function requestFor(call: Call, things: Things, command?: CommandType) {
  const [method = '', path = ''] = rowOf(call).route.split(' ')
  const known: Record<string, string> = {
    ...things,
    itemId: '2',
    provider: 'sandbox',
    day,
    objectName,
    projection,
    rule,
    refundId: 'rfd_none',
  }
  return { method, path: path.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? ''), body: bodyOf(call, command) }
}

export const settlement = { way: 'bankTransfer', reference: 'transfer 2026-0412' } as const

export function bodyOf(call: Call, command?: CommandType): object | undefined {
  switch (call) {
    case 'placeOrder':
      return kangsForm
    case 'cancelOrder':
      return { orderStatus: 'orderCancel', reason: 'out of stock' }
    case 'pay':
      return { orderStatus: 'payApproved', paymentToken: 'tok_approved' }
    case 'refundPart':
      return { amount: won(500), reason: 'a scratch' }
    case 'settleRefund':
      return settlement
    case 'workOnOrder':
      return command === 'CancelOrder'
        ? { orderStatus: 'orderCanceled', reason: 'out of stock' }
        : { orderStatus: 'orderTaken' }
    case 'claimOrder':
      return { claimed: true }
    case 'changeMessageSettings':
      return { off: ['packed'] }
    case 'replayMessages':
      return { until: longAgo }
    case 'reportMessageDelivery':
      return { messageId: 'msg_unknown', status: 'bounced', at: '2026-11-21T10:16:09Z', cause: '5.1.1' }
    case 'completeDelivery':
      return { orderStatus: 'deliveryCompleted' }
    case 'setOut':
      return {}
    case 'failDeliveryAttempt':
      return { attempt: 1, reason: 'nobodyHome', next: 'backToStore' }
    case 'restartDelivery':
      return { attempt: 1 }
    case 'redriveDeadLetters':
      return { subscriber: 'delivery', until: longAgo }
    case 'discardDeadLetter':
      return { reason: 'repaired by hand' }
    case 'addAccount':
      return { name: 'Han', email: `${crypto.randomUUID()}@example.com`, role: 'staff' }
    case 'changeAccount':
    case 'changeSystem':
      return { isLocked: false }
    case 'silenceAlert':
      return { until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'a planned outage' }
    case 'eraseCustomer':
      return { reason: 'asked for it by letter' }
    case 'addSystem':
      return { name: 'a warehouse', role: 'staff' }
    case 'hearProvider':
    case 'placeSynthetic':
    case 'republishOrder':
    case 'erasePersonalData':
    case 'rotateSigningKey':
    case 'reconcile':
    case 'redriveDeadLetter':
    case 'inquire':
    case 'archiveEvents':
    case 'rebuildProjection':
    case 'judgeAlerts':
      return {}
    case 'listItems':
    case 'readItem':
    case 'listOrders':
    case 'readOrder':
    case 'readHistory':
    case 'verifyHistory':
    case 'readPayment':
    case 'readProviderRecord':
    case 'readGates':
    case 'listReconciliations':
    case 'readReconciliation':
    case 'listWorklist':
    case 'readWorklist':
    case 'listDeliveries':
    case 'readDelivery':
    case 'listMessages':
    case 'readMessage':
    case 'readMessageSettings':
    case 'replayMessage':
    case 'listMyPages':
    case 'followMyPages':
    case 'readMyPage':
    case 'readSales':
    case 'listItemsSold':
    case 'readDeliveryTimes':
    case 'readCancellations':
    case 'listDeadLetters':
    case 'readDeadLetter':
    case 'listAudit':
    case 'listArchive':
    case 'readArchive':
    case 'listRebuilds':
    case 'readMetrics':
    case 'listAlerts':
    case 'exportCustomer':
    case 'listSynthetic':
    case 'readCustomerErasure':
    case 'listAccounts':
    case 'listSystems':
    case 'listSigningKeys':
    case 'readLiveness':
    case 'readReadiness':
      return undefined
  }
}

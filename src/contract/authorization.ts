// Authorization: every call of the public API in one table, which the gateway and the contexts enforce.
import type { Caller, Role } from './caller.ts'
import type { CommandType } from './commands.ts'

type Row = {
  /** Method and path. The name of the row is the operation's id in the OpenAPI document. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH'} /${string}`
  roles: readonly Role[] | 'anyone'
  /**
   * `own`: customers see only their own resources, and another customer's answers 404; other roles see everybody's.
   * `any`: every role that may call sees everybody's. `none`: the call concerns no customer's resource.
   */
  ownership: 'own' | 'any' | 'none'
  /** For calls that change something, and those about accounts: identity is asked about the session of the token. */
  activeSession?: true
  /** The commands that it gives to the order. The order's rules decide in which states they are accepted. */
  commands?: readonly CommandType[]
}

const anyone = 'anyone'
const ops = ['ops'] as const
const customer = ['customer'] as const
const carriers = ['staff', 'courier'] as const
const store = ['staff', 'ops'] as const
const customerAndStore = ['customer', 'staff', 'ops'] as const

export const authorization = {
  listItems: { route: 'GET /items', roles: anyone, ownership: 'none' },
  readItem: { route: 'GET /items/{itemId}', roles: anyone, ownership: 'none' },

  placeOrder: { route: 'POST /orders', roles: customer, ownership: 'own', activeSession: true },
  listOrders: { route: 'GET /orders', roles: ops, ownership: 'any' },
  readOrder: { route: 'GET /orders/{orderId}', roles: customerAndStore, ownership: 'own' },
  cancelOrder: {
    route: 'PATCH /orders/{orderId}',
    roles: ['customer', 'staff'],
    ownership: 'own',
    activeSession: true,
    commands: ['CancelOrder'],
  },
  readHistory: { route: 'GET /orders/{orderId}/events', roles: customerAndStore, ownership: 'own' },
  verifyHistory: { route: 'GET /orders/{orderId}/events/verification', roles: customerAndStore, ownership: 'own' },
  erasePersonalData: {
    route: 'POST /orders/{orderId}/erasure',
    roles: ['customer', 'ops'],
    ownership: 'own',
    activeSession: true,
    commands: ['ErasePersonalData'],
  },
  republishOrder: { route: 'POST /orders/{orderId}/republish', roles: ops, ownership: 'any', activeSession: true },

  pay: {
    route: 'PATCH /payments/{orderId}',
    roles: customer,
    ownership: 'own',
    activeSession: true,
    commands: ['RecordPayApproved'],
  },
  readPayment: { route: 'GET /payments/{orderId}', roles: customerAndStore, ownership: 'own' },
  refundPart: {
    route: 'POST /payments/{orderId}/refunds',
    roles: ['staff'],
    ownership: 'any',
    activeSession: true,
    commands: ['RefundPart'],
  },
  settleRefund: {
    route: 'POST /payments/{orderId}/refunds/{refundId}/settlement',
    roles: ['staff'],
    ownership: 'any',
    activeSession: true,
  },
  readProviderRecord: { route: 'GET /payments/{orderId}/provider', roles: store, ownership: 'any' },
  readGates: { route: 'GET /payments/gates', roles: ops, ownership: 'none' },
  hearProvider: { route: 'POST /payments/webhooks/{provider}', roles: anyone, ownership: 'none' },

  reconcile: { route: 'POST /reconciliations/{day}', roles: ops, ownership: 'none', activeSession: true },
  listReconciliations: { route: 'GET /reconciliations', roles: ops, ownership: 'none' },
  readReconciliation: { route: 'GET /reconciliations/{day}', roles: ops, ownership: 'none' },
  inquire: { route: 'POST /payments/{orderId}/inquiries', roles: ops, ownership: 'any', activeSession: true },

  listWorklist: { route: 'GET /ordermgmts', roles: store, ownership: 'any' },
  readWorklist: { route: 'GET /ordermgmts/{orderId}', roles: store, ownership: 'any' },
  workOnOrder: {
    route: 'PATCH /ordermgmts/{orderId}',
    roles: ['staff'],
    ownership: 'any',
    activeSession: true,
    commands: ['TakeOrder', 'CancelOrder'],
  },
  claimOrder: { route: 'PATCH /ordermgmts/{orderId}/claim', roles: ['staff'], ownership: 'any', activeSession: true },

  listDeliveries: { route: 'GET /deliveries', roles: carriers, ownership: 'any' },
  readDelivery: { route: 'GET /deliveries/{orderId}', roles: carriers, ownership: 'any' },
  completeDelivery: {
    route: 'PATCH /deliveries/{orderId}',
    roles: carriers,
    ownership: 'any',
    activeSession: true,
    commands: ['RecordDeliveryCompleted'],
  },

  setOut: { route: 'POST /deliveries/{orderId}/couriers', roles: carriers, ownership: 'any', activeSession: true },
  failDeliveryAttempt: {
    route: 'POST /deliveries/{orderId}/attempts',
    roles: carriers,
    ownership: 'any',
    activeSession: true,
    commands: ['RecordDeliveryAttemptFailed'],
  },
  restartDelivery: {
    route: 'POST /deliveries/{orderId}/restarts',
    roles: ['staff'],
    ownership: 'any',
    activeSession: true,
    commands: ['RestartDelivery'],
  },

  listMessages: { route: 'GET /messages', roles: customerAndStore, ownership: 'own' },
  readMessageSettings: { route: 'GET /messages/settings', roles: customer, ownership: 'own' },
  changeMessageSettings: { route: 'PUT /messages/settings', roles: customer, ownership: 'own', activeSession: true },
  readMessage: { route: 'GET /messages/{messageId}', roles: customerAndStore, ownership: 'own' },
  replayMessage: { route: 'POST /messages/{messageId}/replay', roles: store, ownership: 'any', activeSession: true },
  replayMessages: { route: 'POST /messages/replay', roles: store, ownership: 'any', activeSession: true },
  reportMessageDelivery: { route: 'POST /messages/reports', roles: anyone, ownership: 'none' },

  listMyPages: { route: 'GET /myPages', roles: customer, ownership: 'own' },
  followMyPages: { route: 'GET /myPages/live', roles: customer, ownership: 'own' },
  readMyPage: { route: 'GET /myPages/{orderId}', roles: customer, ownership: 'own' },

  readSales: { route: 'GET /analytics/sales', roles: store, ownership: 'none' },
  listItemsSold: { route: 'GET /analytics/items', roles: store, ownership: 'none' },
  readDeliveryTimes: { route: 'GET /analytics/deliveryTimes', roles: store, ownership: 'none' },
  readCancellations: { route: 'GET /analytics/cancellations', roles: store, ownership: 'none' },

  listDeadLetters: { route: 'GET /deadLetters', roles: ops, ownership: 'none' },
  readDeadLetter: { route: 'GET /deadLetters/{deadLetterId}', roles: ops, ownership: 'none' },
  redriveDeadLetter: {
    route: 'POST /deadLetters/{deadLetterId}/redrive',
    roles: ops,
    ownership: 'none',
    activeSession: true,
  },
  redriveDeadLetters: { route: 'POST /deadLetters/redrive', roles: ops, ownership: 'none', activeSession: true },
  discardDeadLetter: {
    route: 'POST /deadLetters/{deadLetterId}/discard',
    roles: ops,
    ownership: 'none',
    activeSession: true,
  },

  readMetrics: { route: 'GET /metrics', roles: ops, ownership: 'none' },
  listAlerts: { route: 'GET /alerts', roles: ops, ownership: 'none' },
  judgeAlerts: { route: 'POST /alerts', roles: ops, ownership: 'none', activeSession: true },
  silenceAlert: { route: 'POST /alerts/{rule}/silence', roles: ops, ownership: 'none', activeSession: true },

  archiveEvents: { route: 'POST /archive', roles: ops, ownership: 'none', activeSession: true },
  listArchive: { route: 'GET /archive', roles: ops, ownership: 'none' },
  readArchive: { route: 'GET /archive/{objectName}', roles: ops, ownership: 'none' },

  rebuildProjection: { route: 'POST /rebuilds/{projection}', roles: ops, ownership: 'none', activeSession: true },
  listRebuilds: { route: 'GET /rebuilds', roles: ops, ownership: 'none' },

  placeSynthetic: { route: 'POST /syntheticOrders', roles: ops, ownership: 'none', activeSession: true },
  listSynthetic: { route: 'GET /syntheticOrders', roles: ops, ownership: 'none' },

  exportCustomer: {
    route: 'GET /customers/{customerId}/export',
    roles: ['customer', 'ops'],
    ownership: 'own',
    activeSession: true,
  },
  eraseCustomer: {
    route: 'POST /customers/{customerId}/erasure',
    roles: ['customer', 'ops'],
    ownership: 'own',
    activeSession: true,
  },
  readCustomerErasure: { route: 'GET /customers/{customerId}/erasure', roles: ops, ownership: 'any' },

  listAudit: { route: 'GET /audit', roles: ops, ownership: 'none' },

  listAccounts: { route: 'GET /accounts', roles: ops, ownership: 'none', activeSession: true },
  addAccount: { route: 'POST /accounts', roles: ops, ownership: 'none', activeSession: true },
  changeAccount: { route: 'PATCH /accounts/{accountId}', roles: ops, ownership: 'none', activeSession: true },
  listSystems: { route: 'GET /systems', roles: ops, ownership: 'none', activeSession: true },
  addSystem: { route: 'POST /systems', roles: ops, ownership: 'none', activeSession: true },
  changeSystem: { route: 'PATCH /systems/{clientId}', roles: ops, ownership: 'none', activeSession: true },
  listSigningKeys: { route: 'GET /signingKeys', roles: ops, ownership: 'none', activeSession: true },
  rotateSigningKey: { route: 'POST /signingKeys', roles: ops, ownership: 'none', activeSession: true },

  readLiveness: { route: 'GET /livez', roles: anyone, ownership: 'none' },
  readReadiness: { route: 'GET /readyz', roles: anyone, ownership: 'none' },
} as const satisfies Record<string, Row>

export type Call = keyof typeof authorization
export type OpenCall = { [C in Call]: (typeof authorization)[C]['roles'] extends 'anyone' ? C : never }[Call]
export type GuardedCall = Exclude<Call, OpenCall>

export const calls = Object.keys(authorization) as Call[]

export function rowOf(call: Call): Row {
  return authorization[call]
}

/** Whether the role may make the call at all. For the ownership of the resource see `ownsResource`. */
export function mayCall(role: Role, call: Call): boolean {
  const { roles } = rowOf(call)
  return roles === 'anyone' || roles.includes(role)
}

/** Whether this caller may reach a resource of `customerId` by this call. If not, it answers 404. */
export function ownsResource({ role, subject }: Caller, call: Call, customerId: string): boolean {
  if (!mayCall(role, call)) return false
  switch (rowOf(call).ownership) {
    case 'any':
      return true
    case 'own':
      return role !== 'customer' || subject === customerId
    case 'none':
      return false
  }
}

export function needsActiveSession(call: Call): boolean {
  return rowOf(call).activeSession === true
}

// Who may do what: every call of the public API, as one table that the gateway and the contexts judge by.
import type { Caller, Role } from './caller.ts'
import type { CommandType } from './commands.ts'

type Row = {
  /** As the OpenAPI document has it: the call's name is the operation's id there. */
  route: `${'GET' | 'POST' | 'PATCH'} /${string}`
  roles: readonly Role[] | 'anyone'
  /**
   * `own`: a customer gets their own alone, and what is somebody else's is not there for them; the other roles get
   * everybody's. `any`: everybody's, for each role that may call. `none`: nothing of a customer's.
   */
  whose: 'own' | 'any' | 'none'
  /** The calls that move money, or give others the right to: the session behind the token is asked for at once. */
  standing?: true
  /** What it tells the order; the order's rules then say in which states that is accepted. */
  commands?: readonly CommandType[]
}

const anyone = 'anyone'
const ops = ['ops'] as const
const customer = ['customer'] as const
const carriers = ['staff', 'courier'] as const
const store = ['staff', 'ops'] as const
const customerAndStore = ['customer', 'staff', 'ops'] as const

export const authorization = {
  listItems: { route: 'GET /items', roles: anyone, whose: 'none' },
  readItem: { route: 'GET /items/{itemId}', roles: anyone, whose: 'none' },

  placeOrder: { route: 'POST /orders', roles: customer, whose: 'own', standing: true },
  listOrders: { route: 'GET /orders', roles: ops, whose: 'any' },
  readOrder: { route: 'GET /orders/{orderId}', roles: customerAndStore, whose: 'own' },
  cancelOrder: {
    route: 'PATCH /orders/{orderId}',
    roles: ['customer', 'staff'],
    whose: 'own',
    standing: true,
    commands: ['CancelOrder'],
  },
  readHistory: { route: 'GET /orders/{orderId}/events', roles: customerAndStore, whose: 'own' },
  verifyHistory: { route: 'GET /orders/{orderId}/events/verification', roles: customerAndStore, whose: 'own' },
  republishOrder: { route: 'POST /orders/{orderId}/republish', roles: ops, whose: 'any' },

  pay: {
    route: 'PATCH /payments/{orderId}',
    roles: customer,
    whose: 'own',
    standing: true,
    commands: ['RecordPayApproved'],
  },
  readPayment: { route: 'GET /payments/{orderId}', roles: customerAndStore, whose: 'own' },
  refundPart: {
    route: 'POST /payments/{orderId}/refunds',
    roles: ['staff'],
    whose: 'any',
    standing: true,
    commands: ['RefundPart'],
  },
  readProviderRecord: { route: 'GET /payments/{orderId}/provider', roles: store, whose: 'any' },
  readGates: { route: 'GET /payments/gates', roles: ops, whose: 'none' },
  hearProvider: { route: 'POST /payments/webhooks/{provider}', roles: anyone, whose: 'none' },

  reconcile: { route: 'POST /reconciliations/{day}', roles: ops, whose: 'none' },
  listReconciliations: { route: 'GET /reconciliations', roles: ops, whose: 'none' },
  readReconciliation: { route: 'GET /reconciliations/{day}', roles: ops, whose: 'none' },
  inquire: { route: 'POST /payments/{orderId}/inquiries', roles: ops, whose: 'any', standing: true },

  listWorklist: { route: 'GET /ordermgmts', roles: store, whose: 'any' },
  readWorklist: { route: 'GET /ordermgmts/{orderId}', roles: store, whose: 'any' },
  workOnOrder: {
    route: 'PATCH /ordermgmts/{orderId}',
    roles: ['staff'],
    whose: 'any',
    standing: true,
    commands: ['TakeOrder', 'CancelOrder'],
  },

  listDeliveries: { route: 'GET /deliveries', roles: carriers, whose: 'any' },
  readDelivery: { route: 'GET /deliveries/{orderId}', roles: carriers, whose: 'any' },
  completeDelivery: {
    route: 'PATCH /deliveries/{orderId}',
    roles: carriers,
    whose: 'any',
    commands: ['RecordDeliveryCompleted'],
  },

  listMessages: { route: 'GET /messages', roles: ['customer', 'staff'], whose: 'own' },
  readMessage: { route: 'GET /messages/{messageId}', roles: ['customer', 'staff'], whose: 'own' },

  listMyPages: { route: 'GET /myPages', roles: customer, whose: 'own' },
  followMyPages: { route: 'GET /myPages/live', roles: customer, whose: 'own' },
  readMyPage: { route: 'GET /myPages/{orderId}', roles: customer, whose: 'own' },

  listDeadLetters: { route: 'GET /deadLetters', roles: ops, whose: 'none' },

  listAccounts: { route: 'GET /accounts', roles: ops, whose: 'none', standing: true },
  addAccount: { route: 'POST /accounts', roles: ops, whose: 'none', standing: true },
  changeAccount: { route: 'PATCH /accounts/{accountId}', roles: ops, whose: 'none', standing: true },
  listSystems: { route: 'GET /systems', roles: ops, whose: 'none', standing: true },
  addSystem: { route: 'POST /systems', roles: ops, whose: 'none', standing: true },
  changeSystem: { route: 'PATCH /systems/{clientId}', roles: ops, whose: 'none', standing: true },
  listSigningKeys: { route: 'GET /signingKeys', roles: ops, whose: 'none', standing: true },
  rotateSigningKey: { route: 'POST /signingKeys', roles: ops, whose: 'none', standing: true },

  readLiveness: { route: 'GET /livez', roles: anyone, whose: 'none' },
  readReadiness: { route: 'GET /readyz', roles: anyone, whose: 'none' },
} as const satisfies Record<string, Row>

export type Call = keyof typeof authorization
export type OpenCall = { [C in Call]: (typeof authorization)[C]['roles'] extends 'anyone' ? C : never }[Call]
export type GuardedCall = Exclude<Call, OpenCall>

export const calls = Object.keys(authorization) as Call[]

export function rowOf(call: Call): Row {
  return authorization[call]
}

/** Whether the call is for that role at all. Whose things it reaches: see `mayReach`. */
export function mayCall(role: Role, call: Call): boolean {
  const { roles } = rowOf(call)
  return roles === 'anyone' || roles.includes(role)
}

/** Whether the call, made by this caller, reaches what belongs to `customerId`. Else it is not there for them. */
export function mayReach({ role, subject }: Caller, call: Call, customerId: string): boolean {
  if (!mayCall(role, call)) return false
  switch (rowOf(call).whose) {
    case 'any':
      return true
    case 'own':
      return role !== 'customer' || subject === customerId
    case 'none':
      return false
  }
}

export function needsStanding(call: Call): boolean {
  return rowOf(call).standing === true
}

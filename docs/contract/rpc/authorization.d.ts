import type { Caller, Role } from './caller.ts';
import type { CommandType } from './commands.ts';
type Row = {
    /** Method and path. The name of the row is the operation's id in the OpenAPI document. */
    route: `${'GET' | 'POST' | 'PUT' | 'PATCH'} /${string}`;
    roles: readonly Role[] | 'anyone';
    /**
     * `own`: customers see only their own resources, and another customer's answers 404; other roles see everybody's.
     * `any`: every role that may call sees everybody's. `none`: the call concerns no customer's resource.
     */
    ownership: 'own' | 'any' | 'none';
    /** For calls that change something, and those about accounts: identity is asked about the session of the token. */
    activeSession?: true;
    /** The commands that it gives to the order. The order's rules decide in which states they are accepted. */
    commands?: readonly CommandType[];
};
export declare const authorization: {
    readonly listItems: {
        readonly route: 'GET /items';
        readonly roles: "anyone";
        readonly ownership: 'none';
    };
    readonly readItem: {
        readonly route: 'GET /items/{itemId}';
        readonly roles: "anyone";
        readonly ownership: 'none';
    };
    readonly placeOrder: {
        readonly route: 'POST /orders';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
        readonly activeSession: true;
    };
    readonly listOrders: {
        readonly route: 'GET /orders';
        readonly roles: readonly ["ops"];
        readonly ownership: 'any';
    };
    readonly readOrder: {
        readonly route: 'GET /orders/{orderId}';
        readonly roles: readonly ["customer", "staff", "ops"];
        readonly ownership: 'own';
    };
    readonly cancelOrder: {
        readonly route: 'PATCH /orders/{orderId}';
        readonly roles: readonly ["customer", "staff"];
        readonly ownership: 'own';
        readonly activeSession: true;
        readonly commands: readonly ["CancelOrder"];
    };
    readonly readHistory: {
        readonly route: 'GET /orders/{orderId}/events';
        readonly roles: readonly ["customer", "staff", "ops"];
        readonly ownership: 'own';
    };
    readonly verifyHistory: {
        readonly route: 'GET /orders/{orderId}/events/verification';
        readonly roles: readonly ["customer", "staff", "ops"];
        readonly ownership: 'own';
    };
    readonly erasePersonalData: {
        readonly route: 'POST /orders/{orderId}/erasure';
        readonly roles: readonly ["customer", "ops"];
        readonly ownership: 'own';
        readonly activeSession: true;
        readonly commands: readonly ["ErasePersonalData"];
    };
    readonly republishOrder: {
        readonly route: 'POST /orders/{orderId}/republish';
        readonly roles: readonly ["ops"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly pay: {
        readonly route: 'PATCH /payments/{orderId}';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
        readonly activeSession: true;
        readonly commands: readonly ["RecordPayApproved"];
    };
    readonly readPayment: {
        readonly route: 'GET /payments/{orderId}';
        readonly roles: readonly ["customer", "staff", "ops"];
        readonly ownership: 'own';
    };
    readonly refundPart: {
        readonly route: 'POST /payments/{orderId}/refunds';
        readonly roles: readonly ["staff"];
        readonly ownership: 'any';
        readonly activeSession: true;
        readonly commands: readonly ["RefundPart"];
    };
    readonly settleRefund: {
        readonly route: 'POST /payments/{orderId}/refunds/{refundId}/settlement';
        readonly roles: readonly ["staff"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly readProviderRecord: {
        readonly route: 'GET /payments/{orderId}/provider';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'any';
    };
    readonly readGates: {
        readonly route: 'GET /payments/gates';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly hearProvider: {
        readonly route: 'POST /payments/webhooks/{provider}';
        readonly roles: "anyone";
        readonly ownership: 'none';
    };
    readonly reconcile: {
        readonly route: 'POST /reconciliations/{day}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly listReconciliations: {
        readonly route: 'GET /reconciliations';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly readReconciliation: {
        readonly route: 'GET /reconciliations/{day}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly inquire: {
        readonly route: 'POST /payments/{orderId}/inquiries';
        readonly roles: readonly ["ops"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly listWorklist: {
        readonly route: 'GET /ordermgmts';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'any';
    };
    readonly readWorklist: {
        readonly route: 'GET /ordermgmts/{orderId}';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'any';
    };
    readonly workOnOrder: {
        readonly route: 'PATCH /ordermgmts/{orderId}';
        readonly roles: readonly ["staff"];
        readonly ownership: 'any';
        readonly activeSession: true;
        readonly commands: readonly ["TakeOrder", "CancelOrder"];
    };
    readonly claimOrder: {
        readonly route: 'PATCH /ordermgmts/{orderId}/claim';
        readonly roles: readonly ["staff"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly listDeliveries: {
        readonly route: 'GET /deliveries';
        readonly roles: readonly ["staff", "courier"];
        readonly ownership: 'any';
    };
    readonly readDelivery: {
        readonly route: 'GET /deliveries/{orderId}';
        readonly roles: readonly ["staff", "courier"];
        readonly ownership: 'any';
    };
    readonly completeDelivery: {
        readonly route: 'PATCH /deliveries/{orderId}';
        readonly roles: readonly ["staff", "courier"];
        readonly ownership: 'any';
        readonly activeSession: true;
        readonly commands: readonly ["RecordDeliveryCompleted"];
    };
    readonly setOut: {
        readonly route: 'POST /deliveries/{orderId}/couriers';
        readonly roles: readonly ["staff", "courier"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly failDeliveryAttempt: {
        readonly route: 'POST /deliveries/{orderId}/attempts';
        readonly roles: readonly ["staff", "courier"];
        readonly ownership: 'any';
        readonly activeSession: true;
        readonly commands: readonly ["RecordDeliveryAttemptFailed"];
    };
    readonly restartDelivery: {
        readonly route: 'POST /deliveries/{orderId}/restarts';
        readonly roles: readonly ["staff"];
        readonly ownership: 'any';
        readonly activeSession: true;
        readonly commands: readonly ["RestartDelivery"];
    };
    readonly listMessages: {
        readonly route: 'GET /messages';
        readonly roles: readonly ["customer", "staff", "ops"];
        readonly ownership: 'own';
    };
    readonly readMessageSettings: {
        readonly route: 'GET /messages/settings';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
    };
    readonly changeMessageSettings: {
        readonly route: 'PUT /messages/settings';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
        readonly activeSession: true;
    };
    readonly readMessage: {
        readonly route: 'GET /messages/{messageId}';
        readonly roles: readonly ["customer", "staff", "ops"];
        readonly ownership: 'own';
    };
    readonly replayMessage: {
        readonly route: 'POST /messages/{messageId}/replay';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly replayMessages: {
        readonly route: 'POST /messages/replay';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'any';
        readonly activeSession: true;
    };
    readonly reportMessageDelivery: {
        readonly route: 'POST /messages/reports';
        readonly roles: "anyone";
        readonly ownership: 'none';
    };
    readonly listMyPages: {
        readonly route: 'GET /myPages';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
    };
    readonly followMyPages: {
        readonly route: 'GET /myPages/live';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
    };
    readonly readMyPage: {
        readonly route: 'GET /myPages/{orderId}';
        readonly roles: readonly ["customer"];
        readonly ownership: 'own';
    };
    readonly readSales: {
        readonly route: 'GET /analytics/sales';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'none';
    };
    readonly listItemsSold: {
        readonly route: 'GET /analytics/items';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'none';
    };
    readonly readDeliveryTimes: {
        readonly route: 'GET /analytics/deliveryTimes';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'none';
    };
    readonly readCancellations: {
        readonly route: 'GET /analytics/cancellations';
        readonly roles: readonly ["staff", "ops"];
        readonly ownership: 'none';
    };
    readonly listDeadLetters: {
        readonly route: 'GET /deadLetters';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly readDeadLetter: {
        readonly route: 'GET /deadLetters/{deadLetterId}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly redriveDeadLetter: {
        readonly route: 'POST /deadLetters/{deadLetterId}/redrive';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly redriveDeadLetters: {
        readonly route: 'POST /deadLetters/redrive';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly discardDeadLetter: {
        readonly route: 'POST /deadLetters/{deadLetterId}/discard';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly readMetrics: {
        readonly route: 'GET /metrics';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly listAlerts: {
        readonly route: 'GET /alerts';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly judgeAlerts: {
        readonly route: 'POST /alerts';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly silenceAlert: {
        readonly route: 'POST /alerts/{rule}/silence';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly archiveEvents: {
        readonly route: 'POST /archive';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly listArchive: {
        readonly route: 'GET /archive';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly readArchive: {
        readonly route: 'GET /archive/{objectName}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly rebuildProjection: {
        readonly route: 'POST /rebuilds/{projection}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly listRebuilds: {
        readonly route: 'GET /rebuilds';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly placeSynthetic: {
        readonly route: 'POST /syntheticOrders';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly listSynthetic: {
        readonly route: 'GET /syntheticOrders';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly exportCustomer: {
        readonly route: 'GET /customers/{customerId}/export';
        readonly roles: readonly ["customer", "ops"];
        readonly ownership: 'own';
        readonly activeSession: true;
    };
    readonly eraseCustomer: {
        readonly route: 'POST /customers/{customerId}/erasure';
        readonly roles: readonly ["customer", "ops"];
        readonly ownership: 'own';
        readonly activeSession: true;
    };
    readonly readCustomerErasure: {
        readonly route: 'GET /customers/{customerId}/erasure';
        readonly roles: readonly ["ops"];
        readonly ownership: 'any';
    };
    readonly listAudit: {
        readonly route: 'GET /audit';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
    };
    readonly listAccounts: {
        readonly route: 'GET /accounts';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly addAccount: {
        readonly route: 'POST /accounts';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly changeAccount: {
        readonly route: 'PATCH /accounts/{accountId}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly listSystems: {
        readonly route: 'GET /systems';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly addSystem: {
        readonly route: 'POST /systems';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly changeSystem: {
        readonly route: 'PATCH /systems/{clientId}';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly listSigningKeys: {
        readonly route: 'GET /signingKeys';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly rotateSigningKey: {
        readonly route: 'POST /signingKeys';
        readonly roles: readonly ["ops"];
        readonly ownership: 'none';
        readonly activeSession: true;
    };
    readonly readLiveness: {
        readonly route: 'GET /livez';
        readonly roles: "anyone";
        readonly ownership: 'none';
    };
    readonly readReadiness: {
        readonly route: 'GET /readyz';
        readonly roles: "anyone";
        readonly ownership: 'none';
    };
};
export type Call = keyof typeof authorization;
export type OpenCall = {
    [C in Call]: (typeof authorization)[C]['roles'] extends 'anyone' ? C : never;
}[Call];
export type GuardedCall = Exclude<Call, OpenCall>;
export declare const calls: Call[];
export declare function rowOf(call: Call): Row;
/** Whether the role may make the call at all. For the ownership of the resource see `ownsResource`. */
export declare function mayCall(role: Role, call: Call): boolean;
/** Whether this caller may reach a resource of `customerId` by this call. If not, it answers 404. */
export declare function ownsResource({ role, subject }: Caller, call: Call, customerId: string): boolean;
export declare function needsActiveSession(call: Call): boolean;
export {};

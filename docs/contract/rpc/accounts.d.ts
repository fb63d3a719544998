import type { Caller, Role } from './caller.ts';
import type { Language } from './language.ts';
import type { Result } from './result.ts';
import type { Page, PageRequest } from './rpc.ts';
export type AccountRow = {
    accountId: string;
    name: string;
    email: string;
    role: Role;
    isLocked: boolean;
    /** Whether its owner has set a password by a link in their mail. */
    isEmailVerified: boolean;
    createdAt: string;
};
export type NewAccount = {
    name: string;
    email: string;
    role: Role;
};
export type AccountChange = {
    role?: Role | null;
    isLocked?: boolean | null;
};
/** Another system, which gets its tokens by `client_credentials`. */
export type SystemRow = {
    clientId: string;
    name: string;
    role: Role;
    isLocked: boolean;
    createdAt: string;
};
export type NewSystem = {
    name: string;
    role: Role;
};
/** A published key. It signs tokens from `signsFrom` on, until a newer one does. */
export type SigningKey = {
    keyId: string;
    createdAt: string;
    signsFrom: string;
};
/** Accounts, other systems and keys, for ops alone; and for the gateway, whether a caller's session is active. */
export interface AccountsRpc {
    list(caller: Caller, email: string | null, page: PageRequest): Promise<Result<Page<AccountRow>>>;
    /**
     * `requestUrl`: the URL of the request, from which a developer's machine takes its own origin. `requestId`: its id,
     * for the audit, which a gateway of an earlier release does not tell.
     */
    add(caller: Caller, account: NewAccount, requestUrl: string, requestId?: string): Promise<Result<AccountRow>>;
    change(caller: Caller, accountId: string, change: AccountChange, requestId?: string): Promise<Result<AccountRow>>;
    systems(caller: Caller): Promise<Result<SystemRow[]>>;
    addSystem(caller: Caller, system: NewSystem, requestId?: string): Promise<Result<SystemRow & {
        clientSecret: string;
    }>>;
    changeSystem(caller: Caller, clientId: string, isLocked: boolean, requestId?: string): Promise<Result<SystemRow>>;
    signingKeys(caller: Caller): Promise<Result<SigningKey[]>>;
    rotateSigningKey(caller: Caller, requestId?: string): Promise<Result<SigningKey[]>>;
    /**
     * Whether the session of a token is still active, and its account still has the token's role. `sessionId` null: the
     * token of another system, which has no session. `renewableBy`: the application that may renew the token, if any.
     */
    isSessionActive(caller: Caller, sessionId: string | null, renewableBy?: string | null): Promise<boolean>;
    /** The released name of `isSessionActive`, for a gateway of an earlier release. */
    standing(caller: Caller, sessionId: string | null, renewableBy?: string | null): Promise<boolean>;
}
/**
 * A notice to the owner of an account. `link` is secret: only the owner gets it, and it is neither stored nor logged.
 */
export type AccountNotice = {
    noticeId: string;
    kind: 'passwordReset' | 'accountInvitation';
    to: {
        name: string;
        email: string;
    };
    text: string;
    link: string;
    /** Of the text. Absent where it is in every language, and in notices of earlier releases. */
    language?: Language;
};
/** For the message context. The gateway has no binding to it. */
export interface AccountEmailsRpc {
    /** The e-mail address of an account; null when there is no such account, as with those of another issuer. */
    emailOf(accountId: string): Promise<string | null>;
}
export interface NoticesRpc {
    /** Throws unless the notice was certainly sent. */
    send(notice: AccountNotice): Promise<void>;
}

// The accounts of the identity context over SQLite in Node.
import type { AccountsRpc } from '../../src/contract/accounts.ts'
import * as accounts from '../../src/identity/accounts/accounts.ts'
import * as systems from '../../src/identity/oauth/systems.ts'
import type { Clock } from './http-actors.ts'
import type { openDatabase } from './sqlite.ts'

/** The keys need the authorization server's library, which is loaded when they are asked for. */
export function accountsOver(db: ReturnType<typeof openDatabase>, clock: Clock): AccountsRpc {
  const ports = { db, now: () => clock.now(), log: () => {}, invite: async () => {} }
  const keys = () => import('../../src/identity/oauth/keys.ts')
  const keyTimes = { announceSeconds: 900, rotateSeconds: 86_400, retiredSeconds: 86_400 }
  const isSessionActive: AccountsRpc['isSessionActive'] = (caller, sessionId, renewableBy = null) =>
    accounts.isSessionActive(db, caller, sessionId, renewableBy, clock.now())
  const keyPorts = { ...ports, keyTimes, secret: 'a secret of the tests, of more than 32 characters' }
  return {
    list: (...args) => accounts.listAccounts(ports, ...args),
    add: (caller, account, _, requestId) => accounts.addAccount(ports, caller, account, requestId),
    change: (...args) => accounts.changeAccount(ports, ...args),
    systems: (...args) => systems.listSystems(ports, ...args),
    addSystem: (...args) => systems.addSystem(ports, ...args),
    changeSystem: (...args) => systems.changeSystem(ports, ...args),
    signingKeys: async (...args) => (await keys()).signingKeys(keyPorts, ...args),
    rotateSigningKey: async (...args) => (await keys()).rotateSigningKey(keyPorts, ...args),
    isSessionActive,
    standing: isSessionActive,
  }
}

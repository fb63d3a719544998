// The vault of the tests.
import { vaultOf } from '../../src/platform/vault.ts'

/** A key that every Worker and port of the tests shares, in each process that looks at a state. */
export const testPersonalDataKeys = Buffer.alloc(32, 'a key of the tests').toString('base64')
export const testVault = vaultOf(testPersonalDataKeys)

// An order's actor for those who may read its personal data: what it hands out encrypted is opened.
import type { CommandOutcome } from '../contract/commands.ts'
import type { Verification } from '../contract/rpc.ts'
import type { SealedHistory, SealedOrder } from '../contract/sealed.ts'
import type { ActorRef } from '../order/order-service.ts'
import { openHistory, openOrder, openOutcome } from '../platform/personal-data.ts'
import type { Vault } from '../platform/vault.ts'

/** The calls of the order's object. */
export type SealedActor = {
  handle(...args: Parameters<ActorRef['handle']>): Promise<CommandOutcome>
  read(...args: Parameters<ActorRef['read']>): Promise<SealedOrder | null>
  history(...args: Parameters<ActorRef['history']>): Promise<SealedHistory | null>
  verify(): Promise<Verification | null>
  republish(): Promise<SealedOrder | null>
}

export function openActor(vault: Pick<Vault, 'open'>, actor: SealedActor): ActorRef {
  const opened = (order: SealedOrder | null) => order && openOrder(vault, order)
  return {
    handle: async (...args) => openOutcome(vault, await actor.handle(...args)),
    read: async (...args) => opened(await actor.read(...args)),
    async history(...args) {
      const history = await actor.history(...args)
      return history && openHistory(vault, history)
    },
    verify: () => actor.verify(),
    republish: async () => opened(await actor.republish()),
  }
}

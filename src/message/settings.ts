// The switches: which kinds of messages a customer is sent.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type MessageSettings, messageKinds } from '../contract/customer-message.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { settingsIn } from './homes.ts'
import type { MessagePorts } from './sending.ts'
import { findKindsOff, saveKindsOff } from './settings-store.ts'

type SettingsPorts = Pick<MessagePorts, 'shards' | 'now'>

/** The caller's own switches. */
export async function settingsFor({ shards }: SettingsPorts, caller: Caller): Promise<Result<MessageSettings>> {
  if (!mayCall(caller.role, 'readMessageSettings')) return notForOthers
  const off = (await findKindsOff(settingsIn(shards), [caller.subject])).get(caller.subject)
  return accepted({ off: [...(off ?? [])] })
}

/** Change the caller's own switches. What happened before is neither sent later nor taken back. */
export async function changeSettingsFor(
  { shards, now }: SettingsPorts,
  caller: Caller,
  settings: MessageSettings,
): Promise<Result<MessageSettings>> {
  if (!mayCall(caller.role, 'changeMessageSettings')) return notForOthers
  const off = messageKinds.filter((kind) => settings.off.includes(kind))
  await saveKindsOff(settingsIn(shards), caller.subject, off, new Date(now()).toISOString())
  return accepted({ off })
}

const notForOthers = refused({
  code: 'forbidden',
  ...told({ en: 'Only customers are sent messages.', ko: '알림 설정은 고객만 이용할 수 있습니다.' }),
})

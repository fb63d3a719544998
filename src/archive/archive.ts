// The archive for ops: archive now, list what there is, and read an object.
import type { ArchivedObject, ArchiveRpc, ArchiveRun } from '../contract/archive.ts'
import { type GuardedCall, mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { told } from '../contract/language.ts'
import { accepted, refused } from '../contract/result.ts'
import { cutPage } from '../platform/cursor.ts'
import { readPage } from '../platform/paging.ts'
import { type ArchiverPorts, archiveStaged } from './archiver.ts'
import { type ArchiveObject, allOf, keyOfName, nameOfKey, type ObjectStore, prefixOf, rootPrefix } from './objects.ts'

export type ArchivePorts = ArchiverPorts & { objects: ObjectStore }

/** `regional`: the archive of each region that has its own, and of all other orders. They are read as one. */
export function archiveService(regional: readonly ArchivePorts[]): ArchiveRpc {
  const archive = allOf(regional.map(({ objects }) => objects))
  return {
    async run(caller) {
      if (!allows(caller, 'archiveEvents')) return opsOnly
      const runs = await Promise.all(regional.map(archiveStaged))
      const sum = (count: (run: ArchiveRun) => number) => runs.reduce((before, run) => before + count(run), 0)
      return accepted({ objects: sum(({ objects }) => objects), events: sum(({ events }) => events) })
    },

    async objects(caller, date, page) {
      if (!allows(caller, 'listArchive')) return opsOnly
      if (date !== null && !/^\d{4}-\d\d-\d\d$/.test(date)) return noDay
      const keyset = readPage(page)
      if (!keyset.ok) return keyset
      const { limit, after } = keyset.value
      const prefix = date === null ? rootPrefix : prefixOf(date)
      const found = await archive.list(prefix, after?.[1] ?? null, limit + 1)
      return accepted(cutPage(found.map(shown), limit, (object) => [object.date, object.key]))
    },

    async lines(caller, name) {
      if (!allows(caller, 'readArchive')) return opsOnly
      const key = keyOfName(name)
      return accepted(key === null ? null : await archive.read(key))
    },
  }
}

function shown({ key, bytes, manifest }: ArchiveObject): ArchivedObject {
  const [, date = ''] = /date=([^/]+)/.exec(key) ?? []
  return { name: nameOfKey(key), key, date, ...manifest, bytes }
}

function allows({ role }: Caller, call: GuardedCall): boolean {
  return mayCall(role, call)
}

const opsOnly = refused({
  code: 'forbidden',
  ...told({ en: 'This is for those who run the shop.', ko: '운영자만 사용할 수 있습니다.' }),
})
const noDay = refused({
  code: 'invalid_request',
  ...told({ en: '"day" must be a day, as in 2026-11-21.', ko: '"day"는 2026-11-21과 같은 날짜여야 합니다.' }),
  field: 'day',
})

// The sockets of one customer's open pages: each is sent every change of their orders after the last one that it has.
// Nothing is kept but each socket's own place, so the hub may sleep between two changes. At rest it asks nothing.
import { changeIdPattern, closeCodes, type LiveFrame, type LiveOrder, type LiveRequest } from '../contract/live.ts'
import type { MyPageRow } from '../contract/mypage.ts'
import { wholeOrder, withContact } from '../contract/view.ts'
import type { ReplicatedDatabase } from '../platform/database.ts'
import type { Vault } from '../platform/vault.ts'
import { markFollowed } from './followed.ts'
import { openRow } from './projection.ts'
import { databaseOf, homesOf, type Shards } from './shards.ts'
import { afterTime, type ChangePoint, listChanges, settledMs } from './store.ts'

/** What a socket keeps while its object sleeps. `point`: the last change sent; null before it has begun. */
export type FollowerState = Pick<LiveRequest, 'customerId' | 'sessionId' | 'until'> & { point: ChangePoint | null }

export interface Follower {
  state(): FollowerState
  keep(state: FollowerState): void
  send(text: string): void
  close(code: number, reason: string): void
}

export type LiveHubPorts = Shards & {
  vault: Pick<Vault, 'open'>
  /** The open sockets. */
  followers: () => Follower[]
  /** Look again at this time, or earlier (epoch milliseconds). */
  lookAt: (at: number) => Promise<void>
  now: () => number
}

/** Most open sockets of one customer. */
export const followersMax = 32
/** A change is shown when it has settled: see `settledMs`. */
const shownAfterMs = settledMs + 50

/**
 * Registers a socket and says what it begins with; null when there are too many. The first look comes after it, so that
 * whatever is written later is told.
 */
export async function openFollower(ports: LiveHubPorts, request: LiveRequest): Promise<FollowerState | null> {
  const { customerId, sessionId, until, after } = request
  if (ports.followers().length >= followersMax) return null
  const homes = homesOf(ports, customerId)
  await Promise.all(homes.map((home: ReplicatedDatabase) => markFollowed(home, customerId, until).run()))
  return { customerId, sessionId, until, point: after === null ? null : pointOf(after) }
}

/** A row of the customer was written. It is read when it has settled. */
export async function tellHub(ports: Pick<LiveHubPorts, 'lookAt' | 'now'>): Promise<void> {
  await ports.lookAt(ports.now() + shownAfterMs)
}

/** Sends what changed, and closes the sockets whose tokens have ended. One at a time: the object's alarm runs it. */
export async function look(ports: LiveHubPorts): Promise<void> {
  const now = ports.now()
  for (const follower of ports.followers()) if (follower.state().until <= now) end(follower)
  const followers = ports.followers().filter((follower) => follower.state().until > now)
  const [first] = followers
  if (first === undefined) return
  const { customerId } = first.state()
  const points = followers.flatMap((follower) => follower.state().point ?? [])
  const from = points.reduce((least, point) => (isAfter(least, point) ? point : least), afterTime(endOfTime))
  const found = await listChanges(databaseOf(ports.shards, customerId), customerId, from)
  const ahead = followers.filter((follower) => {
    return isAfter(follower.state().point ?? beginning, afterTime(found.newest))
  })
  for (const follower of followers) {
    const { point } = follower.state()
    if (ahead.includes(follower)) sendTo(follower, { event: 'reset', id: '0' }, beginning)
    else if (point === null) sendTo(follower, { event: 'start', id: `${found.settled}` }, afterTime(found.settled))
    else for (const row of found.rows) sendRow(follower, openRow(ports, row), now)
  }
  const last = found.rows.at(-1)
  const isMore = ahead.length > 0 || (last !== undefined && last.change < found.settled)
  if (isMore) return await ports.lookAt(now)
  if (found.newest > found.settled) return await ports.lookAt(now + shownAfterMs)
  const ends = ports.followers().map((follower) => follower.state().until)
  if (ends.length > 0) await ports.lookAt(Math.min(...ends))
}

/** The session has ended: its sockets end at once, and not only with their tokens. */
export function endSession(followers: readonly Follower[], sessionId: string): void {
  for (const follower of followers) if (follower.state().sessionId === sessionId) end(follower)
}

function end(follower: Follower): void {
  follower.close(closeCodes.ended, 'the token has ended')
}

function sendRow(follower: Follower, row: MyPageRow, now: number): void {
  const { point } = follower.state()
  const of = pointOfRow(row)
  if (point !== null && !isAfter(of, point)) return
  sendTo(follower, { event: 'order', id: `${of.change}-${of.orderId}`, order: liveOrder(row, now) }, of)
}

/** A socket that takes nothing more is about to be closed: its client comes back, and goes on after what it has. */
function sendTo(follower: Follower, frame: LiveFrame, point: ChangePoint): void {
  try {
    follower.send(JSON.stringify(frame))
    follower.keep({ ...follower.state(), point })
  } catch {
    follower.close(closeCodes.ended, 'it takes nothing any more')
  }
}

/** As the API shows a row. */
export function liveOrder({ order, projectedAt }: MyPageRow, now: number): LiveOrder {
  const ageSeconds = Math.max(0, now - Date.parse(projectedAt)) / 1000
  return { ...withContact(wholeOrder(order, 'customer')), projectedAt, ageSeconds }
}

const beginning = afterTime(0)
const endOfTime = Number.MAX_SAFE_INTEGER

/** The id was checked by the gateway: any other text begins at the beginning. */
function pointOf(id: string): ChangePoint {
  const [, change, orderId] = changeIdPattern.exec(id) ?? []
  const time = Math.min(Number(change ?? 0), endOfTime)
  return orderId === undefined ? afterTime(time) : { change: time, orderId }
}

function pointOfRow({ change, order }: MyPageRow): ChangePoint {
  return { change, orderId: order.orderId }
}

function isAfter(one: ChangePoint, other: ChangePoint): boolean {
  return one.change === other.change ? one.orderId > other.orderId : one.change > other.change
}

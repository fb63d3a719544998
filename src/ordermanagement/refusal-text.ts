// A refusal as the staff's pages tell it: who has the order, by name, and since when, in the reader's time zone.
import { detailIn, type Reader } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'
import { instantText } from '../web/times.ts'
import { texts } from './texts.ts'

export function refusalText(rejection: Rejection, reader: Reader): string {
  const { code, taken } = rejection
  if (taken === undefined) return detailIn(rejection, reader.language)
  const t = texts[reader.language]
  const name = taken.name ?? t.anotherClerk
  const at = instantText(taken.at, reader)
  return code === 'order_claimed' ? t.claimedBy(name, at) : t.takenBy(name, at)
}

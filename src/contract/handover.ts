// What a courier reports from the door: to whom the goods were handed over, or why they were not.
import * as z from 'zod'
import { extensible } from './extensible.ts'
import { hasVisibleCharacter } from './text.ts'

/** Why an attempt to deliver failed. More may come. @extensible */
export const attemptFailures = ['nobodyHome', 'addressNotFound', 'refused', 'noAccess', 'other'] as const
export type AttemptFailure = (typeof attemptFailures)[number]

/** What comes after a failed attempt: another one, or the staff of the store decide. */
export const nextSteps = ['retry', 'backToStore'] as const
export type NextStep = (typeof nextSteps)[number]

/** Who got the goods. More may come. @extensible */
export const receivers = ['customer', 'neighbor', 'leftAtDoor'] as const
export type Receiver = (typeof receivers)[number]

/** The longest note of a courier: a name, a place or a few words. */
export const courierNoteLengthMax = 200

/** Most failed attempts of one order: a delivery that fails more often is not going to succeed. */
export const failedAttemptsMax = 20

/** `attempt`: 1, 2, … `note`: the courier's own words, personal data as the contact is. */
export const attemptFailedSchema = z.object({
  attempt: z.int().positive(),
  reason: z.enum(attemptFailures).meta(extensible),
  note: z.string().nullable(),
  next: z.enum(nextSteps),
})
export type AttemptFailed = z.infer<typeof attemptFailedSchema>

/** `note`: the neighbor's name, or the place where the goods are. */
export const handoverSchema = z.object({ to: z.enum(receivers).meta(extensible), note: z.string().nullable() })
export type Handover = z.infer<typeof handoverSchema>

/** Whether the note says what its reason or receiver leaves open. */
export function isNoteMissing(about: AttemptFailure | Receiver, note: string | null): boolean {
  switch (about) {
    case 'other':
    case 'neighbor':
    case 'leftAtDoor':
      return !hasVisibleCharacter.test(note ?? '')
    case 'nobodyHome':
    case 'addressNotFound':
    case 'refused':
    case 'noAccess':
    case 'customer':
      return false
  }
}

import * as z from 'zod';
/** Why an attempt to deliver failed. More may come. @extensible */
export declare const attemptFailures: readonly ['nobodyHome', 'addressNotFound', 'refused', 'noAccess', 'other'];
export type AttemptFailure = (typeof attemptFailures)[number];
/** What comes after a failed attempt: another one, or the staff of the store decide. */
export declare const nextSteps: readonly ['retry', 'backToStore'];
export type NextStep = (typeof nextSteps)[number];
/** Who got the goods. More may come. @extensible */
export declare const receivers: readonly ['customer', 'neighbor', 'leftAtDoor'];
export type Receiver = (typeof receivers)[number];
/** The longest note of a courier: a name, a place or a few words. */
export declare const courierNoteLengthMax = 200;
/** Most failed attempts of one order: a delivery that fails more often is not going to succeed. */
export declare const failedAttemptsMax = 20;
/** `attempt`: 1, 2, … `note`: the courier's own words, personal data as the contact is. */
export declare const attemptFailedSchema: z.ZodObject<{
    attempt: z.ZodInt;
    reason: z.ZodEnum<{
        addressNotFound: "addressNotFound";
        noAccess: "noAccess";
        nobodyHome: "nobodyHome";
        other: "other";
        refused: "refused";
    }>;
    note: z.ZodNullable<z.ZodString>;
    next: z.ZodEnum<{
        backToStore: "backToStore";
        retry: "retry";
    }>;
}, z.core.$strip>;
export type AttemptFailed = z.infer<typeof attemptFailedSchema>;
/** `note`: the neighbor's name, or the place where the goods are. */
export declare const handoverSchema: z.ZodObject<{
    to: z.ZodEnum<{
        customer: "customer";
        leftAtDoor: "leftAtDoor";
        neighbor: "neighbor";
    }>;
    note: z.ZodNullable<z.ZodString>;
}, z.core.$strip>;
export type Handover = z.infer<typeof handoverSchema>;
/** Whether the note says what its reason or receiver leaves open. */
export declare function isNoteMissing(about: AttemptFailure | Receiver, note: string | null): boolean;

export type DeadLetter = {
    deadLetterId: string;
    subscriber: string;
    subject: string | null;
    type: string | null;
    body: string;
    attempts: number;
    diedAt: string;
};

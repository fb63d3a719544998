import type { Rejection } from './rejections.ts';
export type Result<T> = {
    ok: true;
    value: T;
} | {
    ok: false;
    rejection: Rejection;
};
export declare function accepted<T>(value: T): {
    ok: true;
    value: T;
};
export declare function refused(rejection: Rejection): {
    ok: false;
    rejection: Rejection;
};

export declare const extensible: {
    'x-extensible': boolean;
};

export declare const languages: readonly ['ko', 'en'];
export type Language = (typeof languages)[number];
/** One text in every language. */
export type Text = Record<Language, string>;
/** How a person reads the shop. `timeZone`: an IANA name, such as `Asia/Seoul`. */
export type Reader = {
    language: Language;
    timeZone: string;
};
/** For those who state nothing, such as most programs. */
export declare const defaultReader: Reader;
export declare function readerOf({ reader }: {
    reader?: Reader;
}): Reader;
/** A catalog of texts; one with parameters is a function. A text that a language lacks does not compile. */
export declare function catalog<T extends Texts>(texts: {
    en: T;
    ko: AlsoTold<NoInfer<T>>;
}): Record<Language, AlsoTold<T>>;
type Texts = {
    [name: string]: string | ((...args: never[]) => unknown) | Texts;
};
type AlsoTold<T> = {
    [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: never[]) => unknown ? T[K] : AlsoTold<T[K]>;
};
/** The texts of a thing in other languages than its own. It may lack a language. */
export type Translated<T> = {
    [L in Language]?: T | undefined;
};
/** The thing as it reads in a language: in its own where it is not translated. */
export declare function inLanguage<T extends {
    translations?: Translated<object> | undefined;
}>(thing: T, language: Language): T;
/** What a refusal tells. `detail` is English; a release that had no other language lacks `translations`. */
export type Told = {
    detail: string;
    translations?: Translations;
};
export type Translations = Omit<Text, 'en'>;
/** The text for a refusal, in every language. */
export declare function told({ en, ...translations }: Text): {
    detail: string;
    translations: Translations;
};
export declare function detailIn({ detail, translations }: Told, language: Language): string;
export {};

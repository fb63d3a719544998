// The browser and the system that a User-Agent names, in a few words that its person knows it by: "Chrome, Windows".

/** Null where neither is known. */
export function deviceIn(userAgent: string): string | null {
  const found = [browsers, systems].flatMap((names) => names.find(([, mark]) => mark.test(userAgent))?.[0] ?? [])
  return found.length === 0 ? null : found.join(', ')
}

type Names = readonly (readonly [name: string, mark: RegExp])[]

/** Most browsers also name those that they descend from: the first that fits is meant. */
const browsers: Names = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Whale', /\bWhale\//],
  ['KakaoTalk', /\bKAKAOTALK\b/],
  ['Naver', /\bNAVER\(/],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
]

const systems: Names = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
]

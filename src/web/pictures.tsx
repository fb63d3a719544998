// The shop's own drawings of its goods. They are decoration: the name of the article stands beside each.
import type { Child } from 'hono/jsx'

/** A picture by its name in the catalog; of a name that is not known, an appliance like any other. */
export function Picture({ name }: { name: string | undefined }) {
  return (
    <svg class="picture" viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
      {drawings.get(name ?? '') ?? appliance}
    </svg>
  )
}

const appliance = (
  <>
    <rect x="14" y="12" width="36" height="40" rx="4" />
    <path d="M14 22h36M20 17h8M42 17h2" />
  </>
)

const frontLoader = (
  <>
    <rect x="12" y="8" width="40" height="48" rx="4" />
    <path d="M12 19h40M18 13.5h10M44 13.5h2" />
    <circle cx="32" cy="38" r="12" />
  </>
)

const drawings = new Map<string, Child>([
  [
    'refrigerator',
    <>
      <rect x="13" y="6" width="38" height="52" rx="4" />
      <path d="M32 6v32M13 38h38M28 18v10M36 18v10M27 45h10" />
    </>,
  ],
  [
    'airConditioner',
    <>
      <rect x="6" y="14" width="52" height="20" rx="5" />
      <path d="M12 28h40M46 20h5M20 41c0 4-4 4-4 9M32 41c0 4-4 4-4 9M44 41c0 4-4 4-4 9" />
    </>,
  ],
  [
    'washingMachine',
    <>
      {frontLoader}
      <path d="M21 40c4-4 7 3 11 0s7-3 11 0" />
    </>,
  ],
  [
    'dryer',
    <>
      {frontLoader}
      <path d="M27 44c-3-4 3-7 0-11M33 44c-3-4 3-7 0-11M39 44c-3-4 3-7 0-11" />
    </>,
  ],
  [
    'dishwasher',
    <>
      <rect x="12" y="8" width="40" height="48" rx="4" />
      <path d="M12 18h40M18 13h4M42 13h4M24 24h16" />
      <circle cx="26" cy="40" r="7" />
      <path d="M38 32v16M42 32v6c0 3-4 3-4 3" />
    </>,
  ],
  [
    'hob',
    <>
      <rect x="6" y="18" width="52" height="30" rx="4" />
      <circle cx="20" cy="28" r="6" />
      <circle cx="44" cy="28" r="6" />
      <circle cx="20" cy="41" r="3" />
      <circle cx="44" cy="41" r="3" />
      <path d="M29 42h6" />
    </>,
  ],
  [
    'oven',
    <>
      <rect x="10" y="10" width="44" height="44" rx="4" />
      <path d="M10 21h44M18 28h28" />
      <rect x="17" y="33" width="30" height="15" rx="2" />
      <circle cx="18" cy="15.5" r="1.5" />
      <circle cx="26" cy="15.5" r="1.5" />
      <path d="M38 15.5h9" />
    </>,
  ],
  [
    'microwave',
    <>
      <rect x="6" y="16" width="52" height="32" rx="4" />
      <rect x="12" y="22" width="28" height="20" rx="2" />
      <path d="M47 23h5M47 29h5M47 35h5M16 48v4M48 48v4M20 35c4-5 8 3 12-3" />
    </>,
  ],
  [
    'vacuum',
    <>
      <path d="M44 8 28 40M41 6l7 4M22 54h20l-6-10H26z" />
      <rect x="31" y="21" width="9" height="15" rx="4" transform="rotate(27 35 28)" />
    </>,
  ],
  [
    'robotVacuum',
    <>
      <circle cx="32" cy="32" r="22" />
      <circle cx="32" cy="24" r="6" />
      <path d="M12 40h40M26 47h12M16 52l-5 5M48 52l5 5" />
    </>,
  ],
  [
    'airPurifier',
    <>
      <rect x="18" y="8" width="28" height="48" rx="8" />
      <path d="M24 14h16M25 34h14M25 40h14M25 46h14" />
      <circle cx="32" cy="24" r="5" />
    </>,
  ],
  [
    'riceCooker',
    <>
      <path d="M12 28h40v14c0 8-6 12-14 12H26c-8 0-14-4-14-12zM14 28c1-9 9-14 18-14s17 5 18 14M28 14h8M26 42h12" />
      <path d="M29 8c2-2-2-3 0-5M36 8c2-2-2-3 0-5" />
    </>,
  ],
])

// The texts that the pages of all contexts share.
import type { Role } from '../contract/caller.ts'
import { catalog } from '../contract/language.ts'

export const texts = catalog({
  en: {
    shopName: 'Home appliances',
    skip: 'Skip to the content',
    errorTitle: (title: string) => `Error: ${title}`,
    pages: 'Pages',
    times: (zone: string) => `All times are ${zone}.`,
    forPrograms: 'For programs: the API',
    signIn: 'Sign in',
    signOut: 'Sign out',
    language: 'Language',
    shop: 'Shop',
    myOrders: 'My orders',
    messages: 'Messages',
    myData: 'My data',
    worklist: 'Worklist',
    deliveries: 'Deliveries',
    figures: 'Figures',
    deadLetters: 'Dead letters',
    total: 'Total',
    backToShop: 'Back to the shop',
    isForOthers: 'This page is not for you',
    itIsFor: (whom: string, name: string, role: Role) =>
      `It is for ${whom}. You are signed in as ${name} (${roleWords.en[role]}).`,
    notFound: 'Not found',
    noSuchPage: 'There is no such page.',
    notPossible: 'Not possible here',
    nothingToDo: 'Nothing can be done at this address in this way. Please go back to the page before it.',
    signedOutDraft:
      'You had been signed out, so nothing was sent. Please look at it again, and press the button once more.',
  },
  ko: {
    shopName: '홈어플라이언스',
    skip: '본문으로 바로가기',
    errorTitle: (title) => `오류: ${title}`,
    pages: '페이지',
    times: (zone) => `모든 시각은 ${zone} 기준입니다.`,
    forPrograms: '개발자용 API',
    signIn: '로그인',
    signOut: '로그아웃',
    language: '언어',
    shop: '쇼핑',
    myOrders: '내 주문',
    messages: '알림',
    myData: '내 데이터',
    worklist: '작업 목록',
    deliveries: '배송',
    figures: '통계',
    deadLetters: '데드 레터',
    total: '합계',
    backToShop: '쇼핑몰로 돌아가기',
    isForOthers: '이용할 수 없는 페이지입니다',
    itIsFor: (whom, name, role) =>
      `이 페이지는 ${whom} 전용입니다. 현재 ${name} 님(${roleWords.ko[role]})으로 로그인되어 있습니다.`,
    notFound: '찾을 수 없습니다',
    noSuchPage: '존재하지 않는 페이지입니다.',
    notPossible: '처리할 수 없습니다',
    nothingToDo: '이 주소에서는 할 수 없는 작업입니다. 이전 페이지로 돌아가 주세요.',
    signedOutDraft: '로그아웃된 상태여서 전송되지 않았습니다. 내용을 확인하고 버튼을 한 번 더 눌러 주세요.',
  },
})

const roleWords = catalog({
  en: { customer: 'customer', staff: 'staff', courier: 'courier', ops: 'ops' },
  ko: { customer: '고객', staff: '매장 직원', courier: '배송 기사', ops: '운영자' },
})

/** Each language by its own name, for the switch. */
export const languageNames = { ko: '한국어', en: 'English' } as const

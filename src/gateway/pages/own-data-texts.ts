// The texts of the page of a customer's data.
import { catalog } from '../../contract/language.ts'

export const texts = catalog({
  en: {
    heading: 'My data',
    copy: 'A copy of everything',
    aboutCopy:
      'One file with all that the shop holds about you: your account, your orders with their histories and payments, ' +
      'the messages you were sent, and what the store noted.',
    download: 'Download the file (JSON)',
    erasure: 'Erase everything',
    aboutErasure:
      'Your account is deleted at once, you are signed out everywhere, and your name, address and phone number are ' +
      'erased from all your orders. Nobody can bring them back. As long as an order is open, nothing is erased.',
    whatStays: 'The shop keeps what was bought, when and for how much, as the law of accounts asks, without your name.',
    understood: 'I know that this cannot be undone.',
    notUnderstood: 'Please confirm that you know that this cannot be undone. Nothing was erased.',
    erase: 'Erase my account and my data',
    erased: 'Your data is erased',
    aboutErased: 'Your account is deleted. Within moments your name, address and phone number are gone everywhere.',
    backToShop: 'Back to the shop',
  },
  ko: {
    heading: '내 데이터',
    copy: '전체 데이터 사본',
    aboutCopy: '계정, 주문과 그 내역 및 결제, 받은 메시지, 매장의 메모까지 보관 중인 모든 내용을 파일 하나로 받습니다.',
    download: '파일 내려받기(JSON)',
    erasure: '전체 삭제',
    aboutErasure:
      '계정이 즉시 삭제되고 모든 기기에서 로그아웃되며, 모든 주문에서 이름, 주소, 연락처가 지워집니다. 되돌릴 수 없습니다. ' +
      '진행 중인 주문이 있으면 아무것도 삭제되지 않습니다.',
    whatStays: '회계 법규에 따라 구매한 상품, 시각, 금액은 이름 없이 보관됩니다.',
    understood: '되돌릴 수 없음을 확인했습니다.',
    notUnderstood: '되돌릴 수 없음을 확인해 주세요. 삭제된 것은 없습니다.',
    erase: '계정과 데이터 삭제',
    erased: '데이터가 삭제되었습니다',
    aboutErased: '계정이 삭제되었습니다. 이름, 주소, 연락처도 곧 모든 곳에서 지워집니다.',
    backToShop: '쇼핑으로 돌아가기',
  },
})

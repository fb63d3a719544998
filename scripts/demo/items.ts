// The demo shop's shelf: real kinds of appliances at the prices a Korean shop would ask, in won.
import type { Item, ItemTexts } from '../../src/contract/rpc.ts'

type About = { picture: string; amount: number; en: Texts; ko: Texts }
/** The name, and what is told of it. */
type Texts = readonly [itemName: string, description: string]

const categories = {
  kitchen: '주방 가전',
  climate: '계절 가전',
  laundry: '세탁 가전',
  floor: '청소 가전',
} as const
type Category = keyof typeof categories

function item(itemId: string, category: Category, { picture, amount, en, ko }: About): Item {
  const texts = ([itemName, description]: Texts, name: string): ItemTexts => ({ itemName, description, category: name })
  const translations = { ko: texts(ko, categories[category]) }
  return { itemId, ...texts(en, category), price: { amount, currency: 'KRW' }, translations, picture }
}

export const demoItems: readonly Item[] = [
  item('1', 'kitchen', {
    picture: 'refrigerator',
    amount: 2_390_000,
    en: ['French door refrigerator 870 L', 'Four doors, a frost-free freezer, class A.'],
    ko: ['4도어 냉장고 870 L', '성에 없는 냉동실, 에너지 효율 최고 등급.'],
  }),
  // The article of the old shop's price list, under its old number, name and price: the calls its users know still
  // work.
  {
    ...item('2', 'climate', {
      picture: 'airConditioner',
      amount: 1500,
      en: ['Air conditional', 'The old shop’s trial article. For a real one see item 3.'],
      ko: ['체험용 에어컨', '예전 쇼핑몰의 체험용 상품입니다. 실제 에어컨은 3번 상품을 보세요.'],
    }),
    isUnlisted: true,
  },
  item('3', 'climate', {
    picture: 'airConditioner',
    amount: 1_890_000,
    en: ['Split air conditioner 52 m²', 'Inverter, heats and cools, 22 dB at night.'],
    ko: ['벽걸이 에어컨 52 m²', '인버터 냉난방, 취침 시 소음 22 dB.'],
  }),
  item('4', 'laundry', {
    picture: 'washingMachine',
    amount: 1_290_000,
    en: ['Front-loading washing machine 24 kg', 'Steam, direct drive, 1,400 rpm.'],
    ko: ['드럼 세탁기 24 kg', '스팀 살균, 다이렉트 드라이브, 분당 1,400회 탈수.'],
  }),
  item('5', 'laundry', {
    picture: 'dryer',
    amount: 1_450_000,
    en: ['Heat-pump tumble dryer 20 kg', 'Dries at low heat, self-cleaning condenser.'],
    ko: ['히트펌프 건조기 20 kg', '저온 건조, 콘덴서 자동 세척.'],
  }),
  item('6', 'kitchen', {
    picture: 'dishwasher',
    amount: 890_000,
    en: ['Dishwasher, 14 place settings', 'Built-in, 42 dB, opens its door to dry.'],
    ko: ['식기세척기 14인용', '빌트인, 소음 42 dB, 자동 문 열림 건조.'],
  }),
  item('7', 'kitchen', {
    picture: 'hob',
    amount: 740_000,
    en: ['Induction hob, 4 zones', 'Two zones join to one, boost, child lock.'],
    ko: ['인덕션 4구', '화구 연결, 터보 가열, 어린이 잠금.'],
  }),
  item('8', 'kitchen', {
    picture: 'oven',
    amount: 980_000,
    en: ['Built-in oven 76 L', 'Steam-assisted, pyrolytic cleaning.'],
    ko: ['빌트인 오븐 76 L', '스팀 조리, 고온 자동 세척.'],
  }),
  item('9', 'kitchen', {
    picture: 'microwave',
    amount: 189_000,
    en: ['Microwave oven 32 L', 'Inverter, grill, 1,000 W.'],
    ko: ['전자레인지 32 L', '인버터, 그릴, 1,000 W.'],
  }),
  item('10', 'floor', {
    picture: 'vacuum',
    amount: 649_000,
    en: ['Cordless vacuum cleaner', 'Two batteries, 60 minutes each, docking station.'],
    ko: ['무선 청소기', '60분씩 쓰는 배터리 2개, 충전 거치대.'],
  }),
  item('11', 'floor', {
    picture: 'robotVacuum',
    amount: 1_190_000,
    en: ['Robot vacuum and mop', 'Maps rooms, empties itself, washes its mops.'],
    ko: ['로봇 청소기', '공간 지도 작성, 먼지통 자동 비움, 물걸레 자동 세척.'],
  }),
  item('12', 'climate', {
    picture: 'airPurifier',
    amount: 459_000,
    en: ['Air purifier 66 m²', 'HEPA H13, shows the particles it finds.'],
    ko: ['공기청정기 66 m²', 'HEPA H13 필터, 미세먼지 농도 표시.'],
  }),
  item('13', 'kitchen', {
    picture: 'riceCooker',
    amount: 379_000,
    en: ['Rice cooker, 10 cups', 'Pressure and induction, sixteen programs.'],
    ko: ['전기밥솥 10인용', '압력 인덕션, 16가지 취사 메뉴.'],
  }),
]

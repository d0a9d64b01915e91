import { draw, pick } from './draw';

/** Invented names of people in Chinese: in traditional and simplified characters, romanised, and the given name alone. */
export interface ChineseName {
  readonly traditional: string;
  readonly simplified: string;
  readonly pinyin: string;
  readonly given: string;
}

type Character = readonly [traditional: string, simplified: string, pinyin: string];

const SURNAMES: readonly Character[] = [
  ['張', '张', 'Zhang'],
  ['陳', '陈', 'Chen'],
  ['劉', '刘', 'Liu'],
  ['楊', '杨', 'Yang'],
  ['趙', '赵', 'Zhao'],
  ['黃', '黄', 'Huang'],
  ['吳', '吴', 'Wu'],
  ['孫', '孙', 'Sun'],
  ['馬', '马', 'Ma'],
  ['羅', '罗', 'Luo'],
  ['鄭', '郑', 'Zheng'],
  ['謝', '谢', 'Xie'],
  ['許', '许', 'Xu'],
  ['鄧', '邓', 'Deng'],
  ['馮', '冯', 'Feng'],
];

const GIVEN: readonly Character[] = [
  ['偉', '伟', 'wei'],
  ['強', '强', 'qiang'],
  ['國', '国', 'guo'],
  ['華', '华', 'hua'],
  ['東', '东', 'dong'],
  ['麗', '丽', 'li'],
  ['軍', '军', 'jun'],
  ['傑', '杰', 'jie'],
  ['龍', '龙', 'long'],
  ['慶', '庆', 'qing'],
  ['樹', '树', 'shu'],
  ['寶', '宝', 'bao'],
  ['紅', '红', 'hong'],
  ['飛', '飞', 'fei'],
  ['雲', '云', 'yun'],
  ['潔', '洁', 'jie'],
  ['貴', '贵', 'gui'],
  ['蘭', '兰', 'lan'],
  ['興', '兴', 'xing'],
  ['蓮', '莲', 'lian'],
];

/** As many as asked, none with the surname or the given name of another one twice. */
export function chineseNames(count: number): ChineseName[] {
  const made = new Map<string, ChineseName>();
  for (let number = 0; made.size < count; number += 1) {
    const key = `chinese ${String(number)}`;
    const surname = pick(`surname ${key}`, SURNAMES);
    const first = pick(`first ${key}`, GIVEN);
    const second = GIVEN[(GIVEN.indexOf(first) + 1 + draw(`second ${key}`, GIVEN.length - 1)) % GIVEN.length] ?? first;
    const spelt = `${first[2]}${second[2]}`;
    made.set(spelt, {
      traditional: surname[0] + first[0] + second[0],
      simplified: surname[1] + first[1] + second[1],
      pinyin: `${surname[2]} ${spelt.charAt(0).toUpperCase()}${spelt.slice(1)}`,
      given: first[1] + second[1],
    });
  }
  return [...made.values()];
}

/** What Ningxia's pack calls its codes, written out as a program for Ningxia alone would. */
export const levelNames: Record<string, string> = {
  '5': '初级工',
  '4': '中级工',
  '3': '高级工',
  '2': '技师',
  '1': '高级技师',
};

export const reportDocument =
  '自治区人力资源和社会保障厅关于职业技能提升行动资金支出绩效评价报告（2021年7月25日）';
export const carriedOn = '示例数据：沿用2019-2021年标准';

/** Class of each occupation, name of each course: read once, as constants in a program are. */
export type Names = {
  classOf: ReadonlyMap<string, string>;
  courseOf: ReadonlyMap<string, string>;
};

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const seed = new URL('../../../shared/seed/', import.meta.url);

/** Where figures.yaml of the seed holds each figure that expected-figures.yaml names. */
export const placesInSeed: Readonly<Record<string, string>> = {
  'fund-raised': 'fund.raised.value',
  'fund-raised-region': 'fund.autonomous_region.value',
  'fund-raised-counties': 'fund.counties.value',
  'counties-paying': 'fund.counties.units',
  'fund-arrival-rate': 'fund.raised.arrival_rate',
  'target-2019': 'targets_person_times.2019',
  'target-2020': 'targets_person_times.2020',
  'target-2021': 'targets_person_times.2021',
  'target-total': 'targets_person_times.total',
  'trained-total': 'trained_person_times.total',
  'trained-enterprise-employees': 'trained_person_times.enterprise_employees',
  'trained-on-the-job': 'trained_person_times.on_the_job',
  'trained-graduates': 'trained_person_times.graduates',
  'trained-rural-transfer': 'trained_person_times.rural_transfer',
  'trained-school-leavers': 'trained_person_times.school_leavers',
  'trained-laid-off': 'trained_person_times.laid_off',
  'trained-poor-households': 'trained_person_times.poor_households',
  'trained-veterans': 'trained_person_times.veterans',
  'trained-disabled': 'trained_person_times.disabled',
  'trained-others': 'trained_person_times.others',
  'trained-2020': 'trained_2020',
  'trained-2020-without-on-the-job': 'quality.trained_without_on_the_job_2020',
  'certified-2020': 'quality.certified_2020',
  'certificate-rate-2020': 'quality.certificate_rate',
  'spent-total': 'money.spent_total',
  'spent-2019': 'money.spent_2019_below',
  'spent-2020': 'money.spent_2020',
  'plan-2020': 'money.plan_2020',
  'on-the-job-spent': 'money.on_the_job_spent',
  'on-the-job-enterprises': 'money.on_the_job_enterprises',
  'payment-rate': 'money.payment_rate_at_least',
  'rate-qualification-5-A': 'rates_yuan.qualification_certificate.level_5.A',
  'rate-qualification-5-B': 'rates_yuan.qualification_certificate.level_5.B',
  'rate-qualification-5-C': 'rates_yuan.qualification_certificate.level_5.C',
  'rate-qualification-4-A': 'rates_yuan.qualification_certificate.level_4.A',
  'rate-qualification-4-B': 'rates_yuan.qualification_certificate.level_4.B',
  'rate-qualification-4-C': 'rates_yuan.qualification_certificate.level_4.C',
  'rate-qualification-3': 'rates_yuan.qualification_certificate.level_3',
  'rate-qualification-2': 'rates_yuan.qualification_certificate.level_2',
  'rate-qualification-1': 'rates_yuan.qualification_certificate.level_1',
  'rate-skill-level-5': 'rates_yuan.skill_level_certificate.level_5',
  'rate-skill-level-4': 'rates_yuan.skill_level_certificate.level_4',
  'rate-skill-level-3': 'rates_yuan.skill_level_certificate.level_3',
  'rate-skill-level-2': 'rates_yuan.skill_level_certificate.level_2',
  'rate-skill-level-1': 'rates_yuan.skill_level_certificate.level_1',
  'rate-special-operation': 'rates_yuan.special_operation',
  'rate-training-pass': 'rates_yuan.training_pass',
  'rate-specific-ability-from': 'rates_yuan.specific_ability.from',
  'rate-specific-ability-to': 'rates_yuan.specific_ability.to',
  'rate-entrepreneurship-from': 'rates_yuan.entrepreneurship.from',
  'rate-entrepreneurship-to': 'rates_yuan.entrepreneurship.to',
  'rate-school-leaver': 'rates_yuan.school_leaver',
  'rate-new-apprenticeship': 'rates_yuan.new_apprenticeship',
  'rate-modern-apprenticeship': 'rates_yuan.modern_apprenticeship',
  'rate-on-the-job-per-month': 'rates_yuan.on_the_job_per_month',
  'satisfaction-employment-service': 'satisfaction.public_employment_service',
  'satisfaction-subsidy-handling': 'satisfaction.subsidy_handling',
  'annex-enterprise-employees': 'annex_targets.enterprise_employees',
  'annex-key-groups': 'annex_targets.key_groups',
  'annex-entrepreneurship': 'annex_targets.entrepreneurship',
  'annex-school-leavers': 'annex_targets.school_leavers',
  'annex-new-apprenticeship': 'annex_targets.new_apprenticeship',
  'annex-on-the-job': 'annex_targets.on_the_job',
  'annex-certificates': 'annex_targets.certificates',
  'annex-issued-on-time': 'annex_targets.issued_on_time',
  'annex-paid-on-time': 'annex_targets.paid_on_time',
  'annex-average-cost-employees': 'annex_targets.average_cost.enterprise_and_key_groups',
  'annex-average-cost-entrepreneurship': 'annex_targets.average_cost.entrepreneurship',
  'annex-average-cost-school-leavers': 'annex_targets.average_cost.school_leavers',
  'annex-average-cost-new-apprenticeship': 'annex_targets.average_cost.new_apprenticeship',
  'annex-certificate-rate': 'annex_targets.certificate_rate',
  'annex-skill-gain': 'annex_targets.skill_gain',
  'annex-satisfaction-employment-service': 'annex_targets.satisfaction.0',
  'annex-satisfaction-subsidy-handling': 'annex_targets.satisfaction.1',
};

/** Figures that figures.yaml leaves out, as the annex of the report's text prints them. */
export const onlyInText: Readonly<Record<string, string>> = {
  'annex-fund-total': '78000',
  'annex-fund-region': '38991',
  'annex-fund-counties': '39009',
  // 劳动者技能素质不断提高 ≥95%: the annex has the target, and nothing prints the outcome.
  'skill-gain': '95',
};

type Leaf = { place: string; text: string };

/** Every number of figures.yaml with its place, as text. */
export function seedNumbers(): ReadonlyMap<string, string> {
  const file: unknown = parse(readFileSync(new URL('figures.yaml', seed), 'utf8'), {
    schema: 'failsafe',
  });
  const { periods: _periods, ...figures } = z.record(z.string(), z.unknown()).parse(file);
  return new Map(leaves(figures, []).map(({ place, text }) => [place, text]));
}

/** The report's text up to its date, and its annex, without spaces and bold marks. */
export function seedReport(): { body: string; annex: string } {
  const file = readFileSync(new URL('ningxia-evaluation-report-2021.txt', seed), 'utf8');
  const text = file.replaceAll(/\s|\*\*/gu, '');
  const end = text.indexOf('2021年7月25日');
  return { body: text.slice(0, end), annex: text.slice(end + '2021年7月25日'.length) };
}

function leaves(value: unknown, path: readonly string[]): Leaf[] {
  if (typeof value === 'string') return [{ place: path.join('.'), text: value }];
  if (typeof value !== 'object' || value === null) throw new Error('not read as text');
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]));
}

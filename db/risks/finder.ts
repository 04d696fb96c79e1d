import type { RiskRule } from '../../domain/region-pack/index.ts';
import { fewerPasses, issuedBeforeEnd, massIssue, tiedBody } from './certificates.ts';
import {
  attendanceRegular,
  rosterTooLarge,
  scopeLacksOccupation,
  sharedAccount,
  sharedValue,
} from './claims.ts';
import { countAbove, lowerAfterHigher, paidBefore } from './granted-before.ts';
import { payeeShare, splitClaims, wrongRateVersion } from './money.ts';
import {
  attendanceBelow,
  leftEmployer,
  listed,
  neverAttended,
  overAge,
  wrongPlace,
} from './persons.ts';
import { overlappingClasses, sameMonth } from './same-time.ts';
import type { Finder, RiskScope } from './scope.ts';

/** The SQL of a rule: its built-in check with the parameters the pack gives. */
export function finderOf(scope: RiskScope, rule: RiskRule): Finder {
  switch (rule.check) {
    case 'paid-before':
      return paidBefore(scope, rule, rule.parameters);
    case 'count-above':
      return countAbove(scope, rule, rule.parameters);
    case 'lower-after-higher':
      return lowerAfterHigher(scope, rule, rule.parameters);
    case 'overlapping-classes':
      return overlappingClasses(scope, rule, rule.parameters);
    case 'listed':
      return listed(scope, rule, rule.parameters);
    case 'over-age':
      return overAge(scope, rule, rule.parameters);
    case 'left-employer':
      return leftEmployer(scope, rule, rule.parameters);
    case 'never-attended':
      return neverAttended(scope, rule, rule.parameters);
    case 'wrong-place':
      return wrongPlace(scope, rule, rule.parameters);
    case 'mass-issue':
      return massIssue(scope, rule, rule.parameters);
    case 'payee-share':
      return payeeShare(scope, rule, rule.parameters);
    case 'scope-lacks-occupation':
      return scopeLacksOccupation(scope, rule, rule.parameters);
    case 'shared-account':
      return sharedAccount(scope, rule, rule.parameters);
    case 'shared-value':
      return sharedValue(scope, rule, rule.parameters);
    case 'attendance-below':
      return attendanceBelow(scope, rule, rule.parameters);
    case 'attendance-regular':
      return attendanceRegular(scope, rule, rule.parameters);
    case 'roster-too-large':
      return rosterTooLarge(scope, rule, rule.parameters);
    case 'issued-before-end':
      return issuedBeforeEnd(scope, rule);
    case 'tied-body':
      return tiedBody(scope, rule, rule.parameters);
    case 'same-month':
      return sameMonth(scope, rule, rule.parameters);
    case 'wrong-rate-version':
      return wrongRateVersion(scope, rule);
    case 'fewer-passes':
      return fewerPasses(scope, rule, rule.parameters);
    case 'split-claims':
      return splitClaims(scope, rule, rule.parameters);
  }
}

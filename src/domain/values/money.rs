//! Money in whole minor units.

use super::as_number;
use crate::domain::order::sort_by_key;

/// An amount of money in whole minor units of the workspace's currency (cents). Never a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The most that a single figure may say, in minor units (PROTOCOL, Bounds).
    pub const MOST: Self = Self(1_000_000_000_000);

    /// `thousandths` of something at `self` for one of it, rounded half up to the minor unit.
    #[must_use]
    pub fn times_thousandths(self, thousandths: i64, per_thousandths: i64) -> Self {
        let per = i128::from(per_thousandths.max(1));
        let product = i128::from(self.0) * i128::from(thousandths);
        Self(saturate((2 * product + per).div_euclid(2 * per)))
    }

    /// The sum, held within what can be written.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, held within what can be written.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Splits the amount in proportion to `shares`, to the minor unit, by the largest remainder;
    /// ties go to the earlier share. All shares zero gives zeros.
    #[must_use]
    pub fn split(self, shares: &[i64]) -> Vec<Self> {
        let total: i128 = shares.iter().map(|&share| i128::from(share)).sum();
        if total <= 0 {
            return vec![Self::ZERO; shares.len()];
        }
        let exact: Vec<i128> = shares.iter().map(|&share| i128::from(self.0) * i128::from(share)).collect();
        let mut parts: Vec<i128> = exact.iter().map(|amount| amount.div_euclid(total)).collect();
        let mut left = i128::from(self.0) - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..shares.len()).collect();
        sort_by_key(&mut order, |&at| (-exact[at].rem_euclid(total), at));
        for at in order {
            if left == 0 {
                break;
            }
            parts[at] += 1;
            left -= 1;
        }
        parts.into_iter().map(|part| Self(saturate(part))).collect()
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::saturating_add)
    }
}

as_number!(Money(i64));

fn saturate(wide: i128) -> i64 {
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn products_round_half_up() {
        assert_eq!(Money(2850).times_thousandths(4_000_000, 1_000_000), Money(11_400));
        assert_eq!(Money(1).times_thousandths(500, 1_000), Money(1));
        assert_eq!(Money(1).times_thousandths(499, 1_000), Money(0));
    }

    #[test]
    fn a_split_loses_no_cent() {
        assert_eq!(Money(100).split(&[1, 1, 1]), [Money(34), Money(33), Money(33)]);
        assert_eq!(Money(10).split(&[0, 0]), [Money(0), Money(0)]);
        assert_eq!(Money(7).split(&[1, 2]), [Money(2), Money(5)]);
    }
}

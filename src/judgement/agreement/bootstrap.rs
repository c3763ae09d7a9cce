//! Intervals by drawing units anew, with replacement.
//!
//! Owns the draws and the percentiles. Uses a seeded generator (PCG, O'Neill 2014) whose numbers are the same on every
//! machine. Invariant: the same units, seed and number of draws give the same interval.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

use crate::judgement::agreement::estimate::Interval;
use crate::judgement::agreement::estimate::Undefined;

/// Resamples drawn unless told otherwise.
pub const RESAMPLES: usize = 5_000;

/// How an interval is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// What the generator starts from; whoever keeps it can draw the same again.
    pub seed: u64,
    /// How many resamples.
    pub resamples: usize,
}

impl Draws {
    /// The usual number of resamples.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, resamples: RESAMPLES }
    }

    /// Draws units again and again. `figures` is given the units of each resample and fills in what each of `N`
    /// coefficients comes to; what comes back is an interval for each, none where no resample had a figure.
    pub fn intervals<const N: usize>(
        self,
        units: usize,
        mut figures: impl FnMut(&[usize]) -> [Result<f64, Undefined>; N],
    ) -> [Option<Interval>; N] {
        let mut found: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(self.resamples));
        let mut generator = Pcg32::new(self.seed, 0);
        let mut drawn = vec![0; units];
        if units > 0 {
            for _ in 0..self.resamples {
                drawn.iter_mut().for_each(|unit| *unit = below(&mut generator, units));
                for (found, figure) in found.iter_mut().zip(figures(&drawn)) {
                    found.extend(figure);
                }
            }
        }
        found.map(|found| interval(found, self.resamples))
    }
}

/// A number below `n`, every one as likely as any other (Lemire 2019: by multiplication, the uneven part drawn again).
fn below(generator: &mut Pcg32, n: usize) -> usize {
    let n = u64::try_from(n).unwrap_or(u64::MAX);
    let uneven = n.wrapping_neg() % n;
    loop {
        let wide = u128::from(generator.next_u64()) * u128::from(n);
        if wide as u64 >= uneven {
            return usize::try_from(wide >> 64).expect("below a number of units");
        }
    }
}

fn interval(mut found: Vec<f64>, drawn: usize) -> Option<Interval> {
    found.sort_by(f64::total_cmp);
    Some(Interval {
        low: percentile(&found, 0.025)?,
        high: percentile(&found, 0.975)?,
        resamples: found.len(),
        undefined: drawn - found.len(),
    })
}

/// The value below which a share of sorted values lies, between two of them in proportion.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let below = *sorted.get(place.floor() as usize)?;
    let above = *sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

//! Collects samples by case and side, and prints the comparison. Best means
//! the smallest sample; the ratio of medians stands beside it, since a best
//! alone hides a case that is only sometimes fast.

use std::path::Path;

/// All samples: per case, this host's (0) and node's (1).
#[derive(Default)]
pub(crate) struct Table {
    cases: Vec<(String, [Vec<f64>; 2])>,
}

impl Table {
    /// Adds one sample of a case; cases are printed in the order they first come.
    pub(crate) fn add(&mut self, name: &str, side: usize, sample: f64) {
        let index = self
            .cases
            .iter()
            .position(|(known, _)| known == name)
            .unwrap_or_else(|| {
                self.cases.push((name.to_owned(), [Vec::new(), Vec::new()]));
                self.cases.len() - 1
            });
        self.cases[index].1[side].push(sample);
    }

    /// Prints a line per case, then the means by group and of everything.
    pub(crate) fn print(&self, host: &Path, node: &Path) {
        println!("host: {}\nnode: {}", host.display(), node.display());
        println!(
            "{:<50} {:>12} {:>12} {:>8} {:>8}",
            "case (ns unless said)", "host", "node", "best", "median"
        );
        let mut groups: Vec<(&str, Vec<f64>)> = Vec::new();
        for (name, [ours, theirs]) in &self.cases {
            if ours.is_empty() || theirs.is_empty() {
                println!("{name:<50} was not measured on both sides");
                continue;
            }
            let ratio = best(ours) / best(theirs);
            let medians = median(ours) / median(theirs);
            println!(
                "{name:<50} {:>12.1} {:>12.1} {ratio:>8.2} {medians:>8.2}",
                best(ours),
                best(theirs)
            );
            let group = name.split('/').next().unwrap_or(name);
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, ratios)) => ratios.push(ratio),
                None => groups.push((group, vec![ratio])),
            }
        }
        println!();
        for (group, ratios) in &groups {
            println!(
                "{:<50} {:>34.2}",
                format!("geometric mean of {group}"),
                geometric_mean(ratios)
            );
        }
        let all: Vec<f64> = groups.into_iter().flat_map(|(_, ratios)| ratios).collect();
        println!(
            "{:<50} {:>34.2}",
            "geometric mean of all cases",
            geometric_mean(&all)
        );
    }
}

fn best(samples: &[f64]) -> f64 {
    samples.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn geometric_mean(ratios: &[f64]) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a table has far fewer than 2^53 cases"
    )]
    let count = ratios.len() as f64;
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count).exp()
}

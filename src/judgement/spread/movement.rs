//! What the members' ratings can reach, and what one question can move.
//!
//! Owns the search through the tree. Uses `ways`, `kinds`, `rule` and `tree`. Questions bear on areas and the whole
//! only by what their commitment becomes, and commitments by how many become what; so the search goes commitment by
//! commitment and then over counts of them, and is exact. Invariant: it says what trying every combination would say
//! (tests try them all on small panels).

use std::collections::HashSet;

use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::judgement::rule::Verdict;
use crate::judgement::rule::judge;
use crate::judgement::spread::Changes;
use crate::judgement::spread::kinds::Kinds;
use crate::judgement::spread::kinds::standing;
use crate::judgement::spread::ways;
use crate::judgement::spread::ways::Ways;
use crate::judgement::tree::Node;

/// What the search came to.
pub(super) struct Found {
    /// By parent, in the tree's order: what it can become, and whether the rule is silent on some way there.
    pub(super) parents: Vec<(Kinds, bool)>,
    /// By question: the verdicts between which it can move its commitment, the area and the whole.
    cells: Vec<[Kinds; 3]>,
}

impl Found {
    /// What a question can move.
    pub(super) fn of_cell(&self, tree: &Tree, at: usize) -> Vec<Changes> {
        let above = tree.above(&tree.cells()[at]);
        let [commitment, area, overall] = self.cells[at];
        // A commitment without an area has two parents above its questions.
        let moved = if above.len() == 3 { vec![commitment, area, overall] } else { vec![commitment, overall] };
        let changes = above.into_iter().zip(moved).filter(|(_, kinds)| kinds.differ());
        changes.map(|(id, kinds)| Changes { id, verdicts: kinds.ratings() }).collect()
    }
}

/// What a parent's result is for each thing that one child of it can be, the others as they are in one way.
type Answers = Vec<(Standing, Standing)>;

struct Search<'a> {
    tree: &'a Tree,
    rule: &'a Rule,
    /// By question.
    options: Vec<Vec<Standing>>,
    /// By question: the sets of results between which it decides, the other questions of its commitment held.
    decides: Vec<HashSet<Kinds>>,
    /// By commitment: what it can become.
    becomes: Vec<Kinds>,
}

/// Searches a tree whose questions have these options, in its order.
pub(super) fn search(tree: &Tree, rule: &Rule, options: Vec<Vec<Standing>>) -> Found {
    let decides = vec![HashSet::new(); options.len()];
    let mut search = Search { tree, rule, options, decides, becomes: Vec::new() };
    let mut parents: Vec<(Kinds, bool)> = (0..tree.branches.len()).map(|at| search.commitment(at)).collect();
    search.becomes = parents.iter().map(|(kinds, _)| *kinds).collect();
    let mut cells: Vec<[Kinds; 3]> =
        search.decides.iter().map(|sets| [union(sets), Kinds::default(), Kinds::default()]).collect();
    for node in tree.nodes() {
        let (branches, place) = match node {
            Node::Commitment(_) => continue,
            Node::Area(at) => (tree.areas[at].1.clone(), 1),
            Node::Overall => ((0..tree.branches.len()).collect(), 2),
        };
        parents.push(search.above(&branches, |cell, moved| cells[cell][place] = cells[cell][place].and(moved)));
    }
    Found { parents, cells }
}

impl Search<'_> {
    /// What a commitment can become; notes what each of its questions decides.
    fn commitment(&mut self, at: usize) -> (Kinds, bool) {
        let range = self.tree.branches[at].cells.clone();
        let (rule, options) = (self.rule, &self.options[range.clone()]);
        let decides = &mut self.decides[range];
        ways::but_one(options, &mut |cell, others| {
            if options[cell].len() > 1 {
                let results = others.iter().map(|&tally| {
                    options[cell].iter().map(|&option| standing(judge(rule, &ways::with(tally, option)))).collect()
                });
                decides[cell].extend(results.filter(|kinds: &Kinds| kinds.differ()));
            }
        });
        self.reached(&ways::with_all(&ways::none(), options))
    }

    fn reached(&self, ways: &Ways) -> (Kinds, bool) {
        let verdicts = ways.iter().map(|tally| judge(self.rule, tally));
        verdicts.fold((Kinds::default(), false), |(mut kinds, silent), verdict| {
            kinds.add(standing(verdict));
            (kinds, silent || matches!(verdict, Verdict::Silent(_)))
        })
    }

    /// What a parent of commitments can become; hands out between what each question moves it.
    fn above(&self, branches: &[usize], mut moved: impl FnMut(usize, Kinds)) -> (Kinds, bool) {
        let children: Vec<Vec<Standing>> = branches.iter().map(|&at| self.becomes[at].standings().collect()).collect();
        ways::but_one(&children, &mut |child, others| {
            let cells = self.tree.branches[branches[child]].cells.clone();
            if cells.clone().all(|cell| self.decides[cell].is_empty()) {
                return;
            }
            let answers: HashSet<Answers> = others
                .iter()
                .map(|&tally| {
                    let answer = |&one: &Standing| (one, standing(judge(self.rule, &ways::with(tally, one))));
                    children[child].iter().map(answer).collect()
                })
                .collect();
            for cell in cells {
                let sets = self.decides[cell].iter().flat_map(|set| answers.iter().map(|answers| image(*set, answers)));
                moved(cell, union(&sets.filter(|kinds| kinds.differ()).collect()));
            }
        });
        self.reached(&ways::with_all(&ways::none(), &children))
    }
}

/// What a parent becomes over a set of results of one child.
fn image(set: Kinds, answers: &Answers) -> Kinds {
    let among = |standing: &Standing| set.standings().any(|one| one == *standing);
    answers.iter().filter(|(from, _)| among(from)).map(|(_, to)| *to).collect()
}

fn union(sets: &HashSet<Kinds>) -> Kinds {
    sets.iter().fold(Kinds::default(), |all, set| all.and(*set))
}

//! Blocks about receipts: a key, a receipt or a proof to be read, leaves and the subject asked for.

use crate::blocks::Block;
use tieuchi::{Diagnostic, Dossier, HashTree, Key, Leaves, Plan, Proof, Receipt};

/// What such blocks came to.
#[derive(Default)]
pub struct Receipts {
    key: Option<Key>,
    tree: Option<HashTree>,
}

impl Receipts {
    /// Reads a block; what is wrong with it.
    pub fn input(
        &mut self,
        block: &Block,
        plan: Option<&Plan>,
        dossier: Option<&Dossier>,
    ) -> Vec<Diagnostic> {
        let text = block.repeated();
        let text = text.trim_end();
        let done = match block.kind.as_str() {
            "key" => Key::new(text.as_bytes()).map(|key| self.key = Some(key)),
            "receipt" => Receipt::from_json(text).and_then(|receipt| match (plan, dossier) {
                (Some(plan), Some(dossier)) => {
                    let found = plan.verify(&receipt, dossier, self.key.as_ref())?;
                    assert!(found.agrees(), "the receipt differs: {:?}", found.differs());
                    Ok(())
                }
                _ => Ok(()),
            }),
            "proof" => Proof::from_json(text).map(drop),
            "leaves" => {
                let mut leaves = Leaves::default();
                let read = text.lines().try_for_each(|line| leaves.push_json(line));
                match read.map(|()| leaves.finish()) {
                    Ok(Ok(tree)) => {
                        self.tree = Some(tree);
                        Ok(())
                    }
                    Ok(Err(findings)) => return findings,
                    Err(finding) => Err(finding),
                }
            }
            _ => self.tree.as_ref().map_or(Ok(()), |tree| tree.prove(text).map(drop)),
        };
        done.err().into_iter().collect()
    }
}

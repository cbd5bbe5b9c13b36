//! Tables and columns: subjects, members, evidence, results of other sets, types.

use super::*;

impl<'a> Builder<'a> {
    pub(super) fn subjects(&mut self, head: &'a Statement) {
        let applies = head.children.iter().filter(|statement| statement.row == Row::AppliesTo);
        let mut main: Option<&ast::Name> = None;
        for statement in applies {
            match (main, name_at(statement, 0)) {
                (None, name) => main = name,
                (Some(first), Some(name)) if first.text != name.text => {
                    self.unsupported(
                        name.span,
                        "bộ cho hai loại đối tượng",
                        "a set for two kinds of subject",
                    );
                }
                _ => {}
            }
        }
        // A catalogue is checked as if it were for the first subject it declares.
        if self.set.kind == Phrase::Catalogue {
            let first = head.children.iter().find(|statement| statement.row == Row::Subject);
            main = first.and_then(|subject| name_at(subject, 0));
            if main.is_none() {
                self.frame(FrameSource::Subject, "", "", false);
                return;
            }
        }
        let Some(main) = main else {
            self.report(diagnostics::missing_statement(head.span, "áp dụng cho …", "applies to …"));
            self.frame(FrameSource::Subject, "", "", false);
            return;
        };
        let declared: Vec<&Statement> =
            head.children.iter().filter(|statement| statement.row == Row::Subject).collect();
        for statement in &declared {
            let Some(name) = name_at(statement, 0) else { continue };
            self.declare(name, Named::Subject);
            for child in &statement.children {
                if let (Row::Private, Some(Slot::Names(names))) = (child.row, child.slots.first()) {
                    let facts = names.iter().map(|fact| (name.text.clone(), fact.text.clone()));
                    self.private_facts.extend(facts);
                }
                match (child.row, name_at(child, 0), name_at(child, 2)) {
                    (Row::Member, _, Some(kind)) => {
                        self.owned.insert((name.text.clone(), kind.text.clone()));
                    }
                    (Row::Fact, Some(fact), _) => {
                        self.owner_facts.insert((name.text.clone(), fact.text.clone()), child);
                    }
                    _ => {}
                }
            }
        }
        let find = |name: &str| {
            declared
                .iter()
                .find(|statement| name_at(statement, 0).is_some_and(|kind| kind.text == name))
                .copied()
        };
        let root = find(&main.text);
        if root.is_none() {
            self.unknown(&main.text, main.span);
        }
        let label = root.and_then(|root| text_at(root, 1)).unwrap_or_default();
        self.frame(FrameSource::Subject, &main.text, &label, false);
        let Some(root) = root else { return };
        self.facts_of(root, ROOT);
        for member in root.children.iter().filter(|child| child.row == Row::Member) {
            let (Some(name), Some(label), Some(kind)) =
                (name_at(member, 0), text_at(member, 1), name_at(member, 2))
            else {
                continue;
            };
            let frame = self.frame(FrameSource::Members, &kind.text, &label, false);
            if let Some(frame) = self.set.frames.get_mut(frame.index()) {
                frame.name.clone_from(&name.text);
            }
            self.declare(name, Named::Frame(frame));
            match find(&kind.text) {
                Some(kind) => self.facts_of(kind, frame),
                None => self.unknown(&kind.text, kind.span),
            }
        }
    }

    pub(super) fn frame(&mut self, source: FrameSource, kind: &str, label: &str, open: bool) -> FrameId {
        self.set.frames.push(Frame { source, name: kind.to_owned(), label: label.to_owned(), open });
        self.kinds.push(kind.to_owned());
        FrameId::from_index(self.set.frames.len() - 1)
    }

    pub(super) fn facts_of(&mut self, subject: &'a Statement, frame: FrameId) {
        for fact in subject.children.iter().filter(|child| child.row == Row::Fact) {
            let (Some(name), Some(label), Some(Slot::Type(ty))) =
                (name_at(fact, 0), text_at(fact, 1), fact.slots.get(2))
            else {
                continue;
            };
            self.column(frame, name, &label, ty);
            let notes = self.notes_of(fact);
            if !notes.sources.is_empty() || !notes.readings.is_empty() {
                self.set.fact_notes.insert(name.span, notes);
            }
            if let Some(Slot::Expr(ast::Expr { kind: ast::ExprKind::Day(day), .. })) = fact.slots.get(3)
                && let Some(id) = self.fact(frame, &name.text)
                && let Some(input) = self.set.inputs.get_mut(id.index())
            {
                input.snapshot = Some(*day);
            }
        }
        self.keep_private(subject, frame);
    }

    pub fn column(&mut self, frame: FrameId, name: &ast::Name, label: &str, ty: &ast::Type) {
        let key = (frame, name.text.clone());
        if let Some(first) = self.facts.get(&key).copied() {
            let first = self.set[first].span;
            self.declared_twice(name.span, first, &name.text);
            return;
        }
        let Some((resolved, range, places)) = self.ty(ty) else {
            self.faulty.insert(name.text.clone());
            return;
        };
        let input = Input {
            frame,
            key: InputKey::Fact(name.text.clone()),
            seat: Seat::default(),
            name: name.text.clone(),
            label: label.to_owned(),
            ty: resolved,
            range,
            places,
            step: None,
            years_back: 0,
            when_missing: None,
            self_declared: self.set.trust_self_declared,
            snapshot: None,
            private: false,
            span: name.span,
        };
        let id = self.input(input);
        self.facts.insert(key, id);
    }

    pub fn ty(&mut self, ty: &ast::Type) -> Option<(Ty, Option<Range>, u32)> {
        Some(match &ty.kind {
            TypeKind::YesNo => (Ty::Truth, None, 0),
            TypeKind::Date => (Ty::Day, None, 0),
            TypeKind::Text => (Ty::Text, None, 0),
            TypeKind::OneOf { ranked, options } => {
                let mut texts: Vec<String> = Vec::new();
                for option in options {
                    if texts.contains(&option.text) {
                        self.report(diagnostics::declared_twice(option.span, ty.span, &option.text));
                    }
                    texts.push(option.text.clone());
                }
                if texts.len() > 62 {
                    self.report(diagnostics::bad_declaration(
                        ty.span,
                        "một danh sách có nhiều nhất 62 lựa chọn",
                        "a list has at most 62 options",
                        (
                            "gộp bớt lựa chọn, hoặc dùng kiểu `chữ`",
                            "join some options, or use the type `text`",
                        ),
                    ));
                    return None;
                }
                let choice = self.choice(Choice { labels: texts.clone(), options: texts, ranked: *ranked });
                (Ty::Choice(choice), None, 0)
            }
            TypeKind::Number { percent, places, unit, range } => {
                let unit = match (percent, unit) {
                    (true, _) => Unit::Ratio,
                    (false, Some(unit)) => match unit.text.as_str() {
                        "điểm" | "points" => Unit::Points,
                        // What counts of months and years are measured in, in either language.
                        "tháng" | "months" => Unit::Named(Arc::from("months")),
                        "năm" | "years" => Unit::Named(Arc::from("years")),
                        other => Unit::Named(Arc::from(other)),
                    },
                    (false, None) => Unit::None,
                };
                let bound = |number: &ast::Number| {
                    let value = exact_of(number)?;
                    if *percent && !number.percent { value.div(Exact::whole(100)) } else { Some(value) }
                };
                let range = match range {
                    None if *percent => Some((Exact::ZERO, Exact::ONE)),
                    None => Some(undeclared_range()),
                    Some((from, to)) => {
                        let (lo, hi) = (bound(from)?, bound(to)?);
                        if lo > hi {
                            self.report(diagnostics::bounds_reversed(from.span.to(to.span)));
                            return None;
                        }
                        Some((lo, hi))
                    }
                };
                (Ty::Number(unit), range, *places)
            }
        })
    }

    /// `giữ kín …` below a subject or a kind of evidence: names of its own facts or fields.
    fn keep_private(&mut self, declared: &'a Statement, frame: FrameId) {
        for line in declared.children.iter().filter(|child| child.row == Row::Private) {
            let Some(Slot::Names(names)) = line.slots.first() else { continue };
            for name in names {
                match self.fact(frame, &name.text).and_then(|id| self.set.inputs.get_mut(id.index())) {
                    Some(input) => input.private = true,
                    None => self.unknown(&name.text, name.span),
                }
            }
        }
    }

    pub(super) fn evidence(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Evidence) {
            let (Some(name), Some(label), Some(Slot::Fields(fields))) =
                (name_at(statement, 0), text_at(statement, 1), statement.slots.get(2))
            else {
                continue;
            };
            let open = statement.children.iter().any(|child| {
                matches!((child.row, child.slots.first()), (Row::Missing, Some(Slot::Phrase(what))) if what.id == Phrase::MissUnknown)
            });
            if !statement.children.iter().any(|child| child.row == Row::Missing) {
                self.report(diagnostics::missing_statement(
                    statement.span,
                    "thiếu thì không có` hoặc `thiếu thì chưa rõ",
                    "if missing none` or `if missing unknown",
                ));
            }
            let frame = self.frame(FrameSource::Evidence, &name.text, &label, open);
            self.declare(name, Named::Frame(frame));
            for field in fields {
                // Fields have no label: their name is read as words.
                self.column(frame, &field.name, &field.name.text.replace('_', " "), &field.ty);
            }
            self.keep_private(statement, frame);
        }
    }

    pub(super) fn uses(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::UsesResults) {
            let (Some(set), Some(Slot::Edition(edition, _)), Some(Slot::Phrase(source))) =
                (name_at(statement, 0), statement.slots.get(1), statement.slots.get(2))
            else {
                continue;
            };
            let valid_at = match statement.slots.get(3) {
                Some(Slot::Expr(ast::Expr { kind: ast::ExprKind::Day(day), .. })) => Some(*day),
                _ => None,
            };
            let edition = edition.as_ref().map(|edition| edition.text.clone());
            let face = self.library.find(&set.text, edition.as_deref());
            let (classes, rest, validity) = match face {
                Some(face) => (face.classes.clone(), face.rest.clone(), face.validity),
                None => {
                    let edition = edition.as_deref().unwrap_or("…");
                    (self.class_read_from(statements, (&set.text, edition), set.span), None, None)
                }
            };
            let lowest = classes.first().is_some_and(|(name, _)| Some(name) == rest.as_ref());
            let several = classes.len() > 1 + usize::from(lowest);
            let none = (NO_RESULT.to_owned(), "chưa có / none".to_owned());
            let (options, labels) = std::iter::once(none).chain(classes).unzip();
            let classes = self.choice(Choice { options, labels, ranked: true });
            let editions = self.library.editions(&set.text);
            self.declare(set, Named::Uses(self.set.uses.len()));
            self.set.uses.push(Uses {
                set: set.text.clone(),
                edition,
                recognised: source.id != Phrase::Computed,
                computed: source.id != Phrase::Recognised,
                valid_at,
                validity,
                editions,
                classes,
                several,
                own: false,
                span: statement.span,
            });
        }
    }

    /// The one class a set reads as `S.c` where S itself was not given.
    pub(super) fn class_read_from(
        &mut self,
        statements: &[Statement],
        (set, edition): (&str, &str),
        at: Span,
    ) -> Vec<(String, String)> {
        let mut names = Vec::new();
        let mut reads_order = false;
        for statement in statements {
            walk_paths(statement, &mut |path| {
                if let [first, second] = path
                    && first.text == set
                {
                    let builtin = tieuchi_grammar::Builtin::find(self.set.lang, &second.text);
                    match builtin {
                        Some(tieuchi_grammar::Builtin::Class) => reads_order = true,
                        Some(tieuchi_grammar::Builtin::Points | tieuchi_grammar::Builtin::DecisionDate) => {}
                        _ => names.push(second.text.clone()),
                    }
                }
            });
        }
        names.sort();
        names.dedup();
        if reads_order || names.len() > 1 {
            self.report(diagnostics::set_not_given(at, set, edition));
        }
        names.into_iter().map(|name| (name.clone(), name)).collect()
    }

    pub(super) fn class_names(&mut self, statements: &'a [Statement]) {
        let table = statements.iter().find(|statement| statement.row == Row::Classification);
        let rows: Vec<&Statement> = match table {
            Some(table) => {
                table.children.iter().filter(|row| matches!(row.row, Row::Class | Row::ClassRest)).collect()
            }
            None => statements.iter().filter(|row| row.row == Row::Class).collect(),
        };
        for row in rows {
            let Some(name) = name_at(row, 1) else { continue };
            let position = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
            self.class_rows.insert(name.text.clone(), row);
            if self.classes.insert(name.text.clone(), position).is_some() {
                self.report(diagnostics::declared_twice(name.span, name.span, &name.text));
            }
        }
    }
}

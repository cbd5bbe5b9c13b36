//! Names: facts, definitions, parameters and the language's own words.

use super::*;

impl<'a> Builder<'a> {
    pub fn unknown(&mut self, name: &str, span: Span) {
        // What its own declaration is at fault in has been told there.
        if self.faulty.contains(name) {
            return;
        }
        if self.diagnostics.len() >= MAX_SUGGESTIONS {
            self.report(diagnostics::unknown_name(span, name, None));
            return;
        }
        let mut known: Vec<String> = self.names.keys().cloned().collect();
        known.extend(self.facts.keys().map(|(_, fact)| fact.clone()));
        known.extend(self.classes.keys().cloned());
        let lang = self.lang();
        known.extend(
            tieuchi_grammar::BUILTINS
                .iter()
                .map(|(_, vi, en)| (*if lang == Lang::Vi { vi } else { en }).to_owned()),
        );
        known.sort();
        known.dedup();
        let near = tieuchi_grammar::closest(name, known.iter().map(String::as_str)).map(str::to_owned);
        self.report(diagnostics::unknown_name(span, name, near.as_deref()));
    }

    /// A name that nothing declares, where the columns of a table could be meant.
    pub(super) fn unknown_in(&mut self, name: &str, scope: &Scope, span: Span) {
        let frame = scope.frame();
        let columns = self.columns_of(frame);
        let known = || columns.iter().map(String::as_str);
        let elsewhere = || self.names.keys().chain(self.classes.keys()).map(String::as_str);
        let of_table = tieuchi_grammar::closest(name, known()).is_some()
            || tieuchi_grammar::closest(name, elsewhere()).is_none();
        if frame == ROOT || columns.is_empty() || !of_table || self.faulty.contains(name) {
            self.unknown(name, span);
            return;
        }
        let table = self.set[frame].name.clone();
        self.report(diagnostics::unknown_column(span, name, &table, &columns));
    }

    /// The columns declared of a table, in the order of the source.
    fn columns_of(&self, frame: FrameId) -> Vec<String> {
        let mut columns: Vec<(Span, String)> = self
            .facts
            .iter()
            .filter(|((own, _), _)| *own == frame)
            .map(|((_, name), id)| (self.set[*id].span, name.clone()))
            .collect();
        columns.sort();
        columns.into_iter().map(|(_, name)| name).collect()
    }

    /// `buổi_học trong kỳ`, where `buổi_học mà ngày trong kỳ` is meant.
    pub(super) fn rows_are_no_day(&mut self, coll: &ast::Collection, span: Span) {
        let [name] = coll.path.as_slice() else {
            self.report(diagnostics::rows_are_no_day(coll.span, "…", None));
            return;
        };
        let frame = match self.names.get(&name.text) {
            Some((Named::Frame(frame), _)) => Some(*frame),
            Some((Named::Group(group), _)) => Some(self.set[*group].rows.frame),
            _ => None,
        };
        let day = frame.and_then(|frame| {
            let days = |column: &String| {
                let id = self.facts.get(&(frame, column.clone()));
                id.is_some_and(|id| self.set[*id].ty == Ty::Day)
            };
            self.columns_of(frame).into_iter().find(days)
        });
        let at = Span { start: coll.span.start, end: span.end };
        self.report(diagnostics::rows_are_no_day(at, &name.text, day.as_deref()));
    }

    pub(super) fn path(&mut self, path: &[ast::Name], scope: &Scope, span: Span) -> Option<Expr> {
        match path {
            [name] => self.name(name, scope, span),
            [set, part] => {
                let uses = match self.names.get(&set.text) {
                    Some((Named::Uses(uses), _)) => *uses,
                    Some((Named::Subject, _)) => return self.fact_of_owner(set, part, scope, span),
                    // The set's own results, of earlier periods.
                    _ if set.text == self.set.id && scope.years_back > 0 => self.own_results(),
                    _ if set.text == self.set.id => {
                        let field = Builtin::find(self.lang(), &part.text);
                        let path = |lang| {
                            let part = field.map_or(part.text.as_str(), |field| field.name(lang));
                            format!("{}.{part}", set.text)
                        };
                        let (vi, en) = (path(Lang::Vi), path(Lang::En));
                        let written = if self.lang() == Lang::Vi { &vi } else { &en };
                        self.report(diagnostics::own_result_of_this_period(span, written, (&vi, &en)));
                        return None;
                    }
                    _ => {
                        self.unknown(&set.text, set.span);
                        return None;
                    }
                };
                self.used.insert(set.text.clone(), ());
                self.result(uses, part, scope, span)
            }
            [owner, set, part] if matches!(self.names.get(&owner.text), Some((Named::Subject, _))) => {
                self.result_of_owner(owner, set, part, scope, span)
            }
            [first, ..] => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    &first.text,
                    (
                        "dấu chấm nối một bộ khác với loại của nó (`S.loại`), hoặc đối tượng với thông tin của nó (`gia_đình.thu_nhập`)",
                        "a dot joins another set and its class (`S.class`), or a subject and its fact (`family.income`)",
                    ),
                ));
                None
            }
            [] => None,
        }
    }

    /// Whether the rows of a table are members of subjects of a kind: `gia đình` owns `công dân`.
    fn owns(&mut self, owner: &ast::Name, frame: FrameId) -> bool {
        let kind = self.kinds.get(frame.index()).cloned().unwrap_or_default();
        let owned = self.owned.contains(&(owner.text.clone(), kind));
        if !owned {
            self.report(diagnostics::no_owner(owner.span, &owner.text));
        }
        owned
    }

    /// `gia_đình.thu_nhập`: a fact of the subject the row belongs to, filed with the row.
    fn fact_of_owner(
        &mut self,
        owner: &ast::Name,
        part: &ast::Name,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let frame = scope.frame();
        if !self.owns(owner, frame) {
            return None;
        }
        let name = format!("{}.{}", owner.text, part.text);
        let declared = self.owner_facts.get(&(owner.text.clone(), part.text.clone())).copied();
        let Some((label, ty)) = declared.and_then(|fact| {
            let (Some(ast::Slot::Text(label)), Some(ast::Slot::Type(ty))) =
                (fact.slots.get(1), fact.slots.get(2))
            else {
                return None;
            };
            Some((label.text.clone(), ty))
        }) else {
            self.unknown(&part.text, part.span);
            return None;
        };
        if !self.facts.contains_key(&(frame, name.clone())) {
            self.column(frame, &ast::Name { text: name.clone(), span: part.span }, &label, ty);
        }
        let id = self.facts.get(&(frame, name)).copied()?;
        let private = self.private_facts.contains(&(owner.text.clone(), part.text.clone()));
        if let Some(input) = self.set.inputs.get_mut(id.index()) {
            input.private |= private;
        }
        let id = self.variant(id, scope);
        Some(self.read(id, span))
    }

    /// `gia_đình.GDHT.đạt`: a result of the subject the row belongs to, filed with the row.
    fn result_of_owner(
        &mut self,
        owner: &ast::Name,
        set: &ast::Name,
        part: &ast::Name,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        if !self.owns(owner, scope.frame()) {
            return None;
        }
        let Some((Named::Uses(uses), _)) = self.names.get(&set.text).copied() else {
            self.unknown(&set.text, set.span);
            return None;
        };
        self.used.insert(set.text.clone(), ());
        let name = format!("{}.{}", owner.text, set.text);
        let known = self.set.uses.iter().position(|uses| uses.set == name);
        let uses = match known {
            Some(known) => known,
            None => {
                let of_owner = crate::hir::Uses { set: name, ..self.set.uses.get(uses)?.clone() };
                self.set.uses.push(of_owner);
                self.set.uses.len() - 1
            }
        };
        self.result(uses, part, scope, span)
    }

    pub(super) fn name(&mut self, name: &ast::Name, scope: &Scope, span: Span) -> Option<Expr> {
        let text = name.text.as_str();
        let builtin = Builtin::find(self.lang(), text);
        if let (Some(item), Some(builtin)) = (scope.item, builtin)
            && let Some(expr) = self.item_field(builtin, item, span)
        {
            return Some(expr);
        }
        for frame in [scope.frame(), ROOT] {
            if let Some(id) = self.facts.get(&(frame, text.to_owned())).copied() {
                self.used.insert(text.to_owned(), ());
                let id = self.variant(id, scope);
                return Some(self.read(id, span));
            }
            if self.definitions.contains_key(text) && self.definition_fits(text, frame) {
                self.used.insert(text.to_owned(), ());
                return self.definition_back(text, frame, scope.years_back, span);
            }
        }
        match self.names.get(text) {
            Some((Named::Param(id), _)) => {
                let id = *id;
                self.used.insert(text.to_owned(), ());
                if self.not_in_the_past(scope, span) {
                    return None;
                }
                return Some(self.param(id, span));
            }
            Some((Named::Definition, _)) => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    text,
                    (
                        "định nghĩa này là của đối tượng khác; dùng nó trong tập hợp các đối tượng đó",
                        "this definition is of another kind of subject; use it in a collection of those",
                    ),
                ));
                return None;
            }
            Some((Named::Frame(_) | Named::Group(_), _)) => {
                self.report(diagnostics::wrong_type(
                    span,
                    ("một giá trị", "a value"),
                    ("một tập hợp", "a collection"),
                ));
                return None;
            }
            Some((Named::Uses(_), _)) => {
                let help = (
                    format!("viết `{text}.loại >= …`, `{text}.điểm` hoặc `{text}.<loại>`"),
                    format!("write `{text}.class >= …`, `{text}.points` or `{text}.<class>`"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            Some((Named::Subject, _)) => {
                let help = (
                    format!("viết một thông tin của nó, `{text}.<thông tin>`, trong tập hợp thành viên"),
                    format!("write a fact of it, `{text}.<fact>`, in a collection of members"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            None => {}
        }
        if let Some(position) = self.classes.get(text).copied() {
            return self.own_class(text, position, scope, span);
        }
        let Some(builtin) = builtin else {
            self.unknown_in(text, scope, span);
            return None;
        };
        self.builtin_value(builtin, text, scope, span)
    }

    /// A class of the set in a condition: in the assessed period what the class demands; in an
    /// earlier one, that it or a higher one was held.
    fn own_class(&mut self, name: &str, position: u32, scope: &Scope, span: Span) -> Option<Expr> {
        if scope.years_back > 0 {
            let uses = self.own_results();
            let classes = self.set.uses.get(uses)?.classes;
            let word = Builtin::Class.name(self.lang()).to_owned();
            let class = self.result(uses, &ast::Name { text: word, span }, scope, span)?;
            let option = self.option(classes, name, span)?;
            return self.compare(Comparison::GreaterOrEqual, class, option, span);
        }
        if scope.final_class {
            return Some(self.expr(ExprKind::HoldsClass(position), Ty::Truth, ROOT, span));
        }
        let row = self.class_rows.get(name).copied()?;
        let condition = match row.slots.get(3) {
            Some(ast::Slot::Expr(condition)) => condition,
            _ => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    name,
                    (
                        "loại gồm các trường hợp còn lại không có điều kiện riêng; viết `không` với các loại kia",
                        "the class of all other cases has no condition of its own; write `not` of the other classes",
                    ),
                ));
                return None;
            }
        };
        if self.judging.iter().any(|known| known == name) {
            self.report(diagnostics::depends_on_itself(span, name));
            return None;
        }
        self.judging.push(name.to_owned());
        let resolved = self.condition(condition, &Scope::default());
        self.judging.pop();
        resolved
    }

    /// The set's own results, of earlier periods.
    fn own_results(&mut self) -> usize {
        let id = self.set.id.clone();
        if let Some(known) = self.set.uses.iter().position(|uses| uses.set == id) {
            return known;
        }
        let rows = self.class_rows.values().copied().collect::<Vec<_>>();
        let mut named: Vec<(u32, String, String)> = rows
            .iter()
            .filter_map(|row| {
                let (Some(ast::Slot::Name(name)), Some(ast::Slot::Text(label))) =
                    (row.slots.get(1), row.slots.get(2))
                else {
                    return None;
                };
                let position = self.classes.get(&name.text)?;
                Some((*position, name.text.clone(), label.text.clone()))
            })
            .collect();
        // Lowest first, after "none".
        named.sort_by_key(|(position, ..)| std::cmp::Reverse(*position));
        let lowest = named.first().and_then(|(_, name, _)| self.class_rows.get(name));
        let rest = lowest.is_some_and(|row| row.row == Row::ClassRest);
        let several = named.len() > 1 + usize::from(rest);
        let none = (NO_RESULT.to_owned(), "chưa có / none".to_owned());
        let (options, labels) =
            std::iter::once(none).chain(named.into_iter().map(|(_, name, label)| (name, label))).unzip();
        let classes = self.choice(Choice { options, labels, ranked: true });
        self.set.uses.push(crate::hir::Uses {
            set: id,
            edition: None,
            recognised: true,
            computed: true,
            valid_at: None,
            validity: None,
            editions: Vec::new(),
            classes,
            several,
            own: true,
            span: Span::default(),
        });
        self.set.uses.len() - 1
    }

    pub(super) fn builtin_value(
        &mut self,
        builtin: Builtin,
        text: &str,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        if self.not_in_the_past(scope, span) {
            return None;
        }
        let kind = match builtin {
            Builtin::Judged => return self.judgement(text, scope, span),
            Builtin::TotalPoints => ExprKind::Total,
            Builtin::RawTotal => ExprKind::RawTotal,
            Builtin::BaseTotal => ExprKind::BaseTotal,
            Builtin::LevelJudged => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    text,
                    (
                        "so `mức_đang_xét` với tên một mức: `mức_đang_xét = …`",
                        "compare `level_judged` with the name of a level: `level_judged = …`",
                    ),
                ));
                return None;
            }
            Builtin::Points
            | Builtin::MaxPoints
            | Builtin::ShareOfPoints
            | Builtin::Met
            | Builtin::Applicable => {
                let help = (
                    format!("viết kèm mã của mục, `{text}(1.2)`, hoặc dùng trong `mọi tiêu_chí đều …`"),
                    format!(
                        "write it with the code of an item, `{text}(1.2)`, or in `all criteria satisfy …`"
                    ),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            Builtin::NumberOf => {
                let help = (
                    format!("viết kèm giá trị trong ngoặc: `{text}(…)`"),
                    format!("write it with a value in parentheses: `{text}(…)`"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            Builtin::Larger | Builtin::Smaller | Builtin::Remainder => {
                let help = (
                    format!("viết kèm hai giá trị trong ngoặc: `{text}(…; …)`"),
                    format!("write it with two values in parentheses: `{text}(…; …)`"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            Builtin::Code => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    text,
                    (
                        "`mã` chỉ dùng để lọc các mục: `mọi tiêu_chí mà mã thuộc (1.1; 1.2) đều …`",
                        "`code` only picks items: `all criteria where code in (1.1; 1.2) satisfy …`",
                    ),
                ));
                return None;
            }
            Builtin::ResultEdition | Builtin::ResultPeriod => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    text,
                    (
                        "bản và kỳ của một kết quả chỉ ghi trong ví dụ và hồ sơ; bộ dùng bản nào thì nêu ở `dùng kết quả`",
                        "edition and period of a result are given in examples and dossiers only; which edition counts is said in `uses results`",
                    ),
                ));
                return None;
            }
            Builtin::NoClass => {
                let (class, help) = (Builtin::Class.name(Lang::Vi), Builtin::Class.name(Lang::En));
                let help = (
                    format!("so với loại của một kết quả: `S.{class} = {text}`"),
                    format!("compare it with the class of a result: `S.{help} = {text}`"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            Builtin::Class | Builtin::DecisionDate => {
                let help = (
                    format!("viết kèm bộ đã khai báo ở `dùng kết quả`: `S.{text}`"),
                    format!("write it with the set named in `uses results`: `S.{text}`"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
            Builtin::Parts
            | Builtin::Fields
            | Builtin::Pillars
            | Builtin::Standards
            | Builtin::SubCriteria
            | Builtin::Criteria
            | Builtin::SubIndicators
            | Builtin::Indicators
            | Builtin::Targets
            | Builtin::Contents => {
                let help = (
                    format!(
                        "đây là một tập hợp các mục; viết `số lượng {text} mà …` hoặc `mọi {text} đều …`"
                    ),
                    format!("these are items; write `count {text} where …` or `all {text} satisfy …`"),
                );
                self.report(diagnostics::no_meaning_here(span, text, (&help.0, &help.1)));
                return None;
            }
        };
        if !self.set.items.iter().any(|item| item.scored) {
            self.report(diagnostics::no_meaning_here(
                span,
                text,
                (
                    "bộ không có mục nào có điểm; ghi `tối đa … điểm` ở tiêu đề các mục, hoặc hỏi mục đạt chưa",
                    "no item of the set has points; write `max … points` in the headings, or ask whether items are met",
                ),
            ));
            return None;
        }
        let top = self.highest_total();
        Some(self.number(kind, Unit::Points, ROOT, (Exact::ZERO, top), span))
    }

    /// The greatest total: the cap, or the scale, or what the first headings add up to.
    pub fn highest_total(&self) -> Exact {
        let mut sum = Exact::ZERO;
        for item in
            self.set.items.iter().filter(|item| item.parent.is_none() && item.word != Phrase::Deduction)
        {
            sum = item.max.and_then(|max| sum.add(max)).unwrap_or(sum);
        }
        match self.set.scale {
            Some(scale) => scale.cap.unwrap_or(scale.points).max(scale.points),
            None => sum,
        }
    }

    /// The judgement of a person on the node where the word stands.
    pub(super) fn judgement(&mut self, text: &str, scope: &Scope, span: Span) -> Option<Expr> {
        let Some((path, label)) = scope.node.clone() else {
            self.report(diagnostics::no_meaning_here(
                span,
                text,
                (
                    "kết luận của người xét thuộc về một mục, một ý, một điều kiện hoặc một định nghĩa của đối tượng",
                    "a person's judgement belongs to an item, a clause, a gate or a definition of the subject",
                ),
            ));
            return None;
        };
        let id = self.input(Input {
            frame: ROOT,
            key: InputKey::Judgement(path.clone()),
            seat: Seat::default(),
            name: path,
            label,
            ty: Ty::Truth,
            range: None,
            places: 0,
            step: None,
            years_back: 0,
            when_missing: (self.set.no_evidence != NoEvidence::Unknown).then_some(Missing::No),
            self_declared: scope.self_declared,
            snapshot: None,
            private: false,
            span,
        });
        Some(self.read(id, span))
    }

    /// The column of the same fact as it is read here: of an earlier year, or with the subject's
    /// own values counted.
    pub(super) fn variant(&mut self, id: InputId, scope: &Scope) -> InputId {
        if !scope.self_declared && scope.years_back == 0 {
            return id;
        }
        let known = &self.set[id];
        let self_declared = known.self_declared || scope.self_declared;
        let input = Input { self_declared, years_back: scope.years_back, ..known.clone() };
        self.input(input)
    }

    /// What only the assessed period has cannot be read for an earlier one.
    pub(super) fn not_in_the_past(&mut self, scope: &Scope, span: Span) -> bool {
        if scope.years_back > 0 {
            self.unsupported(span, "giá trị này ở kỳ trước", "this value in an earlier period");
        }
        scope.years_back > 0
    }

    pub(super) fn param(&mut self, id: ParamId, span: Span) -> Expr {
        let Param { ty, range, .. } = &self.set[id];
        let (ty, range) = (ty.clone(), *range);
        let mut expr = self.expr(ExprKind::Param(id), ty, ROOT, span);
        expr.range = Some(range);
        expr
    }

    pub(super) fn definition_fits(&self, name: &str, frame: FrameId) -> bool {
        let Some(source) = self.definitions.get(name) else { return false };
        match source.owner {
            None => frame == ROOT,
            Some(owner) => self.kinds.get(frame.index()).is_some_and(|kind| kind == owner),
        }
    }

    /// A definition, bound to a frame the first time it is read there.
    pub fn definition(&mut self, name: &str, frame: FrameId, span: Span) -> Option<Expr> {
        self.definition_back(name, frame, 0, span)
    }

    pub(super) fn definition_back(
        &mut self,
        name: &str,
        frame: FrameId,
        years_back: u32,
        span: Span,
    ) -> Option<Expr> {
        let key = (name.to_owned(), frame, years_back);
        if self.binding.contains(&key) {
            self.report(diagnostics::depends_on_itself(span, name));
            return None;
        }
        if let Some(id) = self.bound.get(&key).copied() {
            return self.written_out_here(id, span);
        }
        if self.unbound.contains(&key) {
            return None;
        }
        if self.binding.len() >= CHAIN {
            self.report(diagnostics::too_large_written_out(span));
            return None;
        }
        let source = self.definitions.get(name).copied()?;
        self.binding.push(key.clone());
        let outer = std::mem::take(&mut self.guards);
        let resolved = self.definition_body(source.statement, frame, years_back);
        self.guards = outer;
        self.binding.pop();
        let Some((label, expr)) = resolved else {
            self.unbound.insert(key);
            return None;
        };
        let notes = self.notes_of(source.statement);
        self.set.definitions.push(Definition { name: name.to_owned(), years_back, label, expr, notes });
        let id = DefId::from_index(self.set.definitions.len() - 1);
        self.bound.insert(key, id);
        self.written_out_here(id, span)
    }

    /// A definition written out where it is read, unless that is too much.
    fn written_out_here(&mut self, id: DefId, span: Span) -> Option<Expr> {
        let Extent { size, layers, chain } = extent(&self.set[id].expr);
        if layers >= LAYERS || chain >= CHAIN {
            self.report(diagnostics::too_large_written_out(span));
            return None;
        }
        self.count_written_out(size, span);
        if self.written_out > WRITTEN_OUT {
            return None;
        }
        let inner = self.set[id].expr.clone();
        Some(self.defined(id, inner, span))
    }

    pub fn defined(&mut self, id: DefId, inner: Expr, span: Span) -> Expr {
        let (ty, frame, range, absent) = (inner.ty.clone(), inner.frame, inner.range, inner.can_be_absent);
        let mut expr = self.expr(ExprKind::Definition(id, Box::new(inner)), ty, frame, span);
        expr.range = range;
        expr.can_be_absent = absent;
        expr
    }

    pub(super) fn definition_body(
        &mut self,
        statement: &'a Statement,
        frame: FrameId,
        years_back: u32,
    ) -> Option<(String, Expr)> {
        let mut scope = Scope { frame: Some(frame), years_back, ..Scope::default() };
        // Slots: edit, name, label, owner, and then what the row adds.
        let name = name_at(statement, 1)?.text.clone();
        let label = text_at(statement, 2)?;
        scope.node = (frame == ROOT).then(|| (name, label.clone()));
        let expr = match statement.row {
            Row::Define => {
                let body = expr_at(statement, 4)?;
                self.resolve(body, &scope)?
            }
            Row::DefineTable => {
                let input = match statement.slots.get(4) {
                    Some(ast::Slot::Expr(input)) => {
                        let covered = std::mem::replace(&mut self.absent_is_covered, true);
                        let input = self.resolve(input, &scope);
                        self.absent_is_covered = covered;
                        Some(input?)
                    }
                    _ => None,
                };
                self.value_table(statement, input, &scope)?
            }
            Row::DefineList => {
                let clauses = self.clauses(&statement.children, &scope)?;
                let quantifier = quantifier(statement.slots.get(4));
                self.enough_clauses(quantifier, clauses.len(), statement.span);
                let frame = finest(&clause_parts(&clauses));
                self.expr(ExprKind::Clauses(quantifier, clauses), Ty::Truth, frame, statement.span)
            }
            Row::DefineCount => {
                let clauses = self.clauses(&statement.children, &scope)?;
                let frame = finest(&clause_parts(&clauses));
                let n = Exact::whole(i128::try_from(clauses.len()).unwrap_or(i128::MAX));
                self.number(
                    ExprKind::ClauseCount(clauses),
                    Unit::None,
                    frame,
                    (Exact::ZERO, n),
                    statement.span,
                )
            }
            _ => return None,
        };
        Some((label, expr))
    }

    /// A table that gives values: all rows of one type.
    pub(super) fn value_table(
        &mut self,
        statement: &'a Statement,
        input: Option<Expr>,
        scope: &Scope,
    ) -> Option<Expr> {
        let rows =
            self.table_rows(&statement.children, input.as_ref(), None, false, scope, statement.span)?;
        let mut ty: Option<Ty> = None;
        let mut range: Option<crate::hir::Range> = None;
        let mut absent = false;
        for row in &rows {
            match &row.gives {
                Gives::NotApplicable => absent = true,
                Gives::Value(value) => {
                    absent |= value.can_be_absent;
                    range = match (range, value.range) {
                        (Some((lo, hi)), Some((l, h))) => Some((lo.min(l), hi.max(h))),
                        (None, other) | (other, None) => other,
                    };
                    ty = Some(match (ty, &value.ty) {
                        (None, other) | (Some(Ty::Number(Unit::Any)), other) => other.clone(),
                        (Some(known), other) if known == *other => known,
                        (Some(known @ Ty::Number(_)), Ty::Number(Unit::Any)) => known,
                        (Some(known), other) => {
                            let (want, got) = (ty_name(&known), ty_name(other));
                            let at = value.span;
                            self.report(diagnostics::wrong_type(at, want, got));
                            return None;
                        }
                    });
                }
            }
        }
        let frames: Vec<&Expr> = rows
            .iter()
            .flat_map(|row| {
                let value = match &row.gives {
                    Gives::Value(value) => Some(value),
                    Gives::NotApplicable => None,
                };
                std::iter::once(&row.when).chain(value)
            })
            .collect();
        let frame = finest(&frames);
        let mut expr = self.expr(ExprKind::Table(rows), ty?, frame, statement.span);
        expr.range = range;
        expr.can_be_absent = absent;
        Some(expr)
    }

    /// The clauses of a list.
    pub fn clauses(&mut self, statements: &'a [Statement], scope: &Scope) -> Option<Vec<Clause>> {
        let mut out = Vec::new();
        let mut complete = true;
        let mut codes: BTreeMap<&str, Span> = BTreeMap::new();
        for statement in statements.iter().filter(|statement| statement.row == Row::Clause) {
            // Slots: code, label, the word `compulsory` has none, only-when, condition.
            let (Some(ast::Slot::Code(code)), Some(label)) = (statement.slots.first(), text_at(statement, 1))
            else {
                continue;
            };
            if let Some(first) = codes.insert(&code.text, code.span) {
                self.report(diagnostics::declared_twice(code.span, first, &code.text));
            }
            let inner = scope.clause(&code.text, &label);
            let mut guards = 0;
            let only = match statement.slots.get(3) {
                Some(ast::Slot::Expr(only)) => match self.condition(only, &inner) {
                    Some(only) => {
                        guards = self.push_guards(&only);
                        Some(only)
                    }
                    None => {
                        complete = false;
                        None
                    }
                },
                _ => None,
            };
            let compulsory = matches!(statement.slots.get(2), Some(ast::Slot::Present(_)));
            let condition = expr_at(statement, 4).and_then(|condition| self.condition(condition, &inner));
            self.guards.truncate(self.guards.len().saturating_sub(guards));
            let Some(condition) = condition else {
                complete = false;
                continue;
            };
            let notes = self.notes_of(statement);
            out.push(Clause { code: code.text.clone(), label, compulsory, only, condition, notes });
        }
        complete.then_some(out)
    }

    /// Whether so many clauses can hold as are asked for.
    pub fn enough_clauses(&mut self, quantifier: Quantifier, clauses: usize, span: Span) {
        if let Quantifier::AtLeast(asked) = quantifier
            && asked as usize > clauses
        {
            self.report(diagnostics::never_so_many(span, asked, clauses));
        }
    }

    /// Remembers what a condition shows of groups and numbers; says how many guards that makes.
    pub fn push_guards(&mut self, condition: &Expr) -> usize {
        let before = self.guards.len();
        let parts: Vec<&Expr> = match &condition.kind {
            ExprKind::And(parts) => parts.iter().collect(),
            _ => vec![condition],
        };
        for part in parts {
            if let ExprKind::Compare(Comparison::GreaterOrEqual, count, _) = &part.kind
                && let ExprKind::Count(rows) = &count.kind
            {
                self.guards.extend(rows.group.map(Guard::Somebody));
            }
            self.guards.extend(self.above_nought(part));
        }
        self.guards.len() - before
    }

    /// `n > 0`, `n >= 5`, `n != 0`: the least the number can then be.
    fn above_nought(&self, condition: &Expr) -> Option<Guard> {
        let ExprKind::Compare(op, value, bar) = &condition.kind else { return None };
        let ExprKind::Number(bar) = bar.kind else { return None };
        let nought = bar == Exact::ZERO;
        let least = match op {
            Comparison::Greater | Comparison::GreaterOrEqual | Comparison::Equal if bar > Exact::ZERO => bar,
            Comparison::Greater if nought => self.least_step(value)?,
            Comparison::NotEqual if nought && value.range?.0 >= Exact::ZERO => self.least_step(value)?,
            _ => return None,
        };
        Some(Guard::AtLeast(crate::hir::canonical::expr_text(&self.set, value), least))
    }

    /// The least value above nought.
    fn least_step(&self, value: &Expr) -> Option<Exact> {
        Exact::ONE.div(Exact::whole(self.grain(value)?))
    }

    /// A divisor that a guard keeps from nought, written as what it is wherever the guard holds.
    pub fn guarded(&mut self, divisor: Expr) -> Option<Expr> {
        let text = crate::hir::canonical::expr_text(&self.set, &divisor);
        let least = self.guards.iter().find_map(|guard| match guard {
            Guard::AtLeast(value, least) if *value == text => Some(*least),
            Guard::AtLeast(..) | Guard::Somebody(_) => None,
        });
        let (Some(least), Ty::Number(unit)) = (least, divisor.ty.clone()) else { return Some(divisor) };
        // The place of the divisor for all of it: see `Expr::unguarded`.
        let span = divisor.span;
        let least = self.constant(least, unit, span);
        self.extreme(true, divisor, least, span)
    }

    pub(super) fn check_guard(&mut self, rows: &Rows, span: Span) {
        if let Some(group) = rows.group
            && !self.absent_is_covered
            && !self.guards.contains(&Guard::Somebody(group))
        {
            let name = self.set[group].name.clone();
            self.report(diagnostics::group_may_be_empty(span, &name));
        }
    }
}

/// How large an expression is, the definitions it reads written out.
#[derive(Clone, Copy)]
struct Extent {
    /// Expressions, itself included.
    size: usize,
    /// Of these the most that stand one within the other.
    layers: usize,
    /// Of those the definitions.
    chain: usize,
}

fn extent(expr: &Expr) -> Extent {
    let inside = expr.parts().into_iter().map(extent).reduce(|one, other| Extent {
        size: one.size.saturating_add(other.size),
        layers: one.layers.max(other.layers),
        chain: one.chain.max(other.chain),
    });
    let Extent { size, layers, chain } = inside.unwrap_or(Extent { size: 0, layers: 0, chain: 0 });
    let defined = usize::from(matches!(expr.kind, ExprKind::Definition(..)));
    Extent {
        size: size.saturating_add(1),
        layers: layers.saturating_add(1),
        chain: chain.saturating_add(defined),
    }
}

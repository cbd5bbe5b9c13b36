//! Collections of rows and of items, items by code, and results of other sets.

use super::*;

impl<'a> Builder<'a> {
    pub(super) fn result(
        &mut self,
        uses: usize,
        part: &ast::Name,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let source = self.set.uses.get(uses).cloned()?;
        // Only the subject has a history, and a day of validity is one of the assessed period.
        let frame = if self.set[scope.frame()].source == FrameSource::Evidence || scope.years_back > 0 {
            ROOT
        } else {
            scope.frame()
        };
        if source.valid_at.is_some() && self.not_in_the_past(scope, span) {
            return None;
        }
        let years_back = scope.years_back;
        let column = |builder: &mut Self, key: InputKey, word: &str, ty: Ty, range| {
            let id = builder.input(Input {
                frame,
                key,
                seat: Seat::default(),
                name: format!("{}.{word}", source.set),
                label: source.set.clone(),
                ty,
                range,
                places: 9,
                step: None,
                years_back,
                when_missing: None,
                self_declared: false,
                snapshot: None,
                private: false,
                span: source.span,
            });
            builder.read(id, span)
        };
        match Builtin::find(self.lang(), &part.text) {
            Some(Builtin::Class) => {
                let key = InputKey::ResultClass(source.set.clone());
                return Some(column(self, key, "class", Ty::Choice(source.classes), None));
            }
            Some(Builtin::Points) => {
                let key = InputKey::ResultPoints(source.set.clone());
                let range = Some((Exact::ZERO, Exact::whole(1_000_000)));
                let mut expr = column(self, key, "points", Ty::Number(Unit::Points), range);
                expr.can_be_absent = true;
                return Some(expr);
            }
            Some(Builtin::DecisionDate) => {
                let mut expr = column(self, InputKey::ResultDate(source.set.clone()), "date", Ty::Day, None);
                expr.can_be_absent = true;
                return Some(expr);
            }
            _ => {}
        }
        // `S.c`: the one titled class of S.
        let class = column(
            self,
            InputKey::ResultClass(source.set.clone()),
            "class",
            Ty::Choice(source.classes),
            None,
        );
        if source.several {
            let (set, class) = (&source.set, &part.text);
            self.report(diagnostics::bad_declaration(
                part.span,
                &format!("`{set}` có nhiều loại, nên `{set}.{class}` chưa nói đúng loại đó hay từ loại đó trở lên"),
                &format!("`{set}` has several classes, so `{set}.{class}` may mean just that class or that and higher ones"),
                (
                    &format!("viết `{set}.loại = {class}`, hoặc `{set}.loại >= {class}` nếu loại cao hơn cũng tính"),
                    &format!("write `{set}.class = {class}`, or `{set}.class >= {class}` where higher classes count too"),
                ),
            ));
            return None;
        }
        let option = self.option(source.classes, &part.text, part.span)?;
        self.compare(Comparison::Equal, class, option, span)
    }

    pub(super) fn item_field(&mut self, builtin: Builtin, item: ItemId, span: Span) -> Option<Expr> {
        let node = self.set[item].clone();
        let max = node.max.unwrap_or(Exact::ZERO);
        let expr = match builtin {
            Builtin::Points if node.scored => {
                self.number(ExprKind::ItemPoints(item), Unit::Points, ROOT, (Exact::ZERO, max), span)
            }
            Builtin::MaxPoints if node.scored => {
                self.number(ExprKind::ItemMax(item), Unit::Points, ROOT, (Exact::ZERO, max), span)
            }
            Builtin::ShareOfPoints if node.scored => {
                let mut share = self.number(
                    ExprKind::ItemShare(item),
                    Unit::Ratio,
                    ROOT,
                    (Exact::ZERO, Exact::ONE),
                    span,
                );
                share.can_be_absent = true;
                share
            }
            Builtin::Met if node.judged => self.expr(ExprKind::ItemMet(item), Ty::Truth, ROOT, span),
            Builtin::Met => {
                self.item_lacks(&node, true, span);
                self.expr(ExprKind::Truth(false), Ty::Truth, ROOT, span)
            }
            Builtin::Points | Builtin::MaxPoints => {
                self.item_lacks(&node, false, span);
                self.constant(Exact::ZERO, Unit::Points, span)
            }
            Builtin::ShareOfPoints => {
                self.item_lacks(&node, false, span);
                self.constant(Exact::ZERO, Unit::Ratio, span)
            }
            _ => return None,
        };
        Some(expr)
    }

    /// An item without what is asked of it; one that says nothing at all is told of there.
    fn item_lacks(&mut self, item: &crate::hir::Item, verdict: bool, span: Span) {
        if !self.silent.contains(&item.code) {
            self.report(diagnostics::item_lacks(span, &item.code, verdict));
        }
    }

    pub(super) fn call(
        &mut self,
        name: &ast::Name,
        args: &[ast::Expr],
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let Some(builtin) = Builtin::find(self.lang(), &name.text) else {
            self.unknown(&name.text, name.span);
            return None;
        };
        match (builtin, args) {
            (Builtin::Points | Builtin::MaxPoints | Builtin::ShareOfPoints | Builtin::Met, [code]) => {
                let item = self.item_by_code(code)?;
                self.item_field(builtin, item, span)
            }
            (Builtin::Applicable, [code]) => {
                let item = self.item_by_code(code)?;
                Some(self.expr(ExprKind::ItemApplies(item), Ty::Truth, ROOT, span))
            }
            (Builtin::Larger | Builtin::Smaller, [left, right]) => {
                let left = self.resolve(left, scope);
                let right = self.resolve(right, scope);
                self.extreme(builtin == Builtin::Larger, left?, right?, span)
            }
            (Builtin::NumberOf, [value]) => {
                let value = self.resolve(value, scope)?;
                let value = self.want_number(value)?;
                if value.ty == Ty::Number(Unit::Ratio) {
                    self.report(diagnostics::wrong_type(value.span, ("số", "a number"), ty_name(&value.ty)));
                    return None;
                }
                Some(Expr { ty: Ty::Number(Unit::None), span, ..value })
            }
            (Builtin::Remainder, [value, divisor]) => {
                let value = self.resolve(value, scope)?;
                let value = self.want_number(value)?;
                let divisor = match &divisor.kind {
                    ast::ExprKind::Number(number) if number.scale == 0 && !number.percent => {
                        u32::try_from(number.digits).ok().filter(|divisor| *divisor > 0)
                    }
                    _ => None,
                };
                let Some(divisor) = divisor else {
                    self.report(diagnostics::bad_declaration(
                        span,
                        "số chia của `phần_dư` phải là một số nguyên lớn hơn 0",
                        "the divisor of `remainder` must be a whole number above nought",
                        (
                            "viết số đó ra, ví dụ `phần_dư(số_sách; 5)`",
                            "write the number itself, as `remainder(books; 5)`",
                        ),
                    ));
                    return None;
                };
                let frame = value.frame;
                let unit = if let Ty::Number(unit) = &value.ty { unit.clone() } else { Unit::None };
                let range = (Exact::ZERO, Exact::whole(i128::from(divisor) - 1));
                let absent = value.can_be_absent;
                let mut expr =
                    self.number(ExprKind::Remainder(Box::new(value), divisor), unit, frame, range, span);
                expr.can_be_absent = absent;
                Some(expr)
            }
            _ => {
                self.report(diagnostics::no_meaning_here(
                    span,
                    &name.text,
                    (
                        "trong ngoặc chỉ viết được: mã của mục sau `điểm`, `tối_đa`, `phần_điểm`, `đạt`, `áp_dụng`; hai giá trị cách nhau bằng `;` sau `lớn_nhất`, `nhỏ_nhất`, `phần_dư`",
                        "parentheses follow `points`, `max_points`, `share_of_points`, `met` and `applicable` with the code of an item, and `larger`, `smaller` and `remainder` with two values and a `;`",
                    ),
                ));
                None
            }
        }
    }

    pub(super) fn item_by_code(&mut self, expr: &ast::Expr) -> Option<ItemId> {
        let text = code_text(expr);
        let found = text.as_ref().and_then(|text| self.codes.get(text)).copied();
        if found.is_none() {
            let text = text.unwrap_or_default();
            let known: Vec<String> = self.set.items.iter().map(|item| item.code.clone()).collect();
            let near = tieuchi_grammar::closest(&text, known.iter().map(String::as_str)).map(str::to_owned);
            self.report(diagnostics::unknown_item(expr.span, &text, near.as_deref()));
        }
        found
    }

    /// The rows of a collection of rows.
    pub fn rows(&mut self, coll: &ast::Collection, scope: &Scope) -> Option<Rows> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => Some(*rows),
            Members::Items(..) => {
                self.report(diagnostics::wrong_type(
                    coll.span,
                    ("một tập hợp người hoặc minh chứng", "a collection of members or evidence"),
                    ("các mục của bộ tiêu chí", "items of the set"),
                ));
                None
            }
        }
    }

    pub(super) fn members(&mut self, coll: &ast::Collection, scope: &Scope) -> Option<Members> {
        if self.not_in_the_past(scope, coll.span) {
            return None;
        }
        let [name] = coll.path.as_slice() else {
            self.unsupported(coll.span, "tập hợp qua nhiều bậc", "collections through several steps");
            return None;
        };
        let mut rows = match self.names.get(&name.text) {
            Some((Named::Frame(frame), _)) => Rows {
                frame: *frame,
                group: None,
                filter: None,
                excluding: Vec::new(),
                exempting: Vec::new(),
                self_declared: scope.self_declared || self.set.trust_self_declared,
            },
            Some((Named::Group(group), _)) => {
                Rows { self_declared: scope.self_declared, ..self.set[*group].rows.clone() }
            }
            _ => return self.item_collection(name, coll, scope),
        };
        self.used.insert(name.text.clone(), ());
        if scope.frame() != ROOT {
            self.unsupported(coll.span, "tập hợp bên trong tập hợp", "a collection inside a collection");
            return None;
        }
        if let Some(filter) = &coll.filter {
            let inner = self.condition(filter, &scope.in_frame(rows.frame))?;
            let parts: Vec<&Expr> = match &inner.kind {
                ExprKind::And(parts) => parts.iter().collect(),
                _ => vec![&inner],
            };
            if let Some(outside) = parts.iter().find(|part| part.frame == ROOT).map(|part| part.span) {
                self.report(
                    Diagnostic::error(
                        "filter-reads-nothing-of-its-rows",
                        format!("phần lọc này không dùng thông tin nào của `{}`", name.text),
                        format!("this part of the filter reads nothing of `{}`", name.text),
                    )
                    .at(outside)
                    .help(
                        "đặt tập hợp và phần lọc của nó trong ngoặc, để phần này đứng ngoài",
                        "put the collection and its filter in parentheses, so that this part stands outside",
                    ),
                );
                return None;
            }
            rows.filter = Some(match rows.filter.take() {
                Some(first) => {
                    let span = inner.span;
                    self.and(vec![first, inner], span)
                }
                None => inner,
            });
            // The group's own emptiness is not what the filtered part's emptiness is.
            if rows.group.is_some() {
                rows.group = rows.group.filter(|_| false);
            }
        }
        if !scope.counted_before.is_empty() {
            let items = scope.counted_before.clone();
            self.not_used_before(&mut rows, &items, coll.span);
        }
        Some(Members::Rows(Box::new(rows)))
    }

    pub(super) fn item_collection(
        &mut self,
        name: &ast::Name,
        coll: &ast::Collection,
        scope: &Scope,
    ) -> Option<Members> {
        let word = match Builtin::find(self.lang(), &name.text) {
            Some(Builtin::Parts) => Phrase::Part,
            Some(Builtin::Fields) => Phrase::FieldHeading,
            Some(Builtin::Pillars) => Phrase::Pillar,
            Some(Builtin::Standards) => Phrase::Standard,
            Some(Builtin::SubCriteria) => Phrase::SubCriterion,
            Some(Builtin::Criteria) => Phrase::Criterion,
            Some(Builtin::SubIndicators) => Phrase::SubIndicator,
            Some(Builtin::Indicators) => Phrase::Indicator,
            Some(Builtin::Targets) => Phrase::Target,
            Some(Builtin::Contents) => Phrase::Content,
            _ => {
                self.unknown(&name.text, name.span);
                return None;
            }
        };
        let below = |item: ItemId| {
            let mut at = self.set[item].parent;
            while let Some(parent) = at {
                if Some(parent) == scope.within {
                    return true;
                }
                at = self.set[parent].parent;
            }
            scope.within.is_none()
        };
        let items: Vec<ItemId> = (0..self.set.items.len())
            .map(ItemId::from_index)
            .filter(|item| self.set[*item].word == word && below(*item))
            .collect();
        if items.is_empty() {
            self.report(diagnostics::bad_declaration(
                name.span,
                &format!("bộ tiêu chí không có mục nào loại `{}` ở đây", name.text),
                &format!("the set has no `{}` here", name.text),
                (
                    "dùng từ có ở tiêu đề các mục; câu đứng trong một mục chỉ hỏi được các mục dưới mục đó",
                    "use the word in the headings of the items; a line of an item asks only the items below it",
                ),
            ));
            return None;
        }
        Some(Members::Items(items, coll.filter.clone()))
    }

    /// The condition `filter and body` for each item, what is known to be outside left out.
    pub(super) fn for_each_item(
        &mut self,
        items: &[ItemId],
        filter: Option<&ast::Expr>,
        body: Option<&ast::Expr>,
        scope: &Scope,
    ) -> Option<Vec<(ItemId, Expr)>> {
        let mut out = Vec::new();
        for item in items {
            let inner = scope.for_item(*item);
            let mut parts = Vec::new();
            if let Some(filter) = filter {
                let filter = self.condition(filter, &inner)?;
                match filter.kind {
                    ExprKind::Truth(false) => continue,
                    ExprKind::Truth(true) => {}
                    _ => parts.push(filter),
                }
            }
            if let Some(body) = body {
                parts.push(self.condition(body, &inner)?);
            }
            let span = body.or(filter).map_or_else(Span::default, |expr| expr.span);
            if parts.is_empty() {
                parts.push(self.expr(ExprKind::Truth(true), Ty::Truth, ROOT, span));
            }
            out.push((*item, self.and(parts, span)));
        }
        Some(out)
    }

    pub(super) fn counted(
        &mut self,
        coll: &ast::Collection,
        n: i128,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => Some(self.at_least(n, *rows, scope.frame(), span)),
            Members::Items(items, filter) => {
                let parts = self.for_each_item(&items, filter.as_deref(), None, scope)?;
                let most = Exact::whole(i128::try_from(items.len()).unwrap_or(i128::MAX));
                let count =
                    self.number(ExprKind::CountItems(parts), Unit::None, ROOT, (Exact::ZERO, most), span);
                let bound = self.constant(Exact::whole(n), Unit::None, span);
                self.compare(Comparison::GreaterOrEqual, count, bound, span)
            }
        }
    }

    pub(super) fn all(
        &mut self,
        coll: &ast::Collection,
        body: &ast::Expr,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => {
                self.check_guard(&rows, span);
                let body = self.condition(body, &scope.in_frame(rows.frame))?;
                let kind = ExprKind::All(rows, Box::new(body));
                Some(self.expr(kind, Ty::Truth, scope.frame(), span))
            }
            Members::Items(items, filter) => {
                let mut parts = Vec::new();
                for item in items {
                    let inner = scope.for_item(item);
                    // An item known to be outside the filter is not asked what it may not have.
                    let filter = match &filter {
                        Some(filter) => Some(self.condition(filter, &inner)?),
                        None => None,
                    };
                    if matches!(filter, Some(Expr { kind: ExprKind::Truth(false), .. })) {
                        continue;
                    }
                    let holds = self.condition(body, &inner)?;
                    let holds = match filter {
                        None | Some(Expr { kind: ExprKind::Truth(true), .. }) => holds,
                        Some(filter) => {
                            let outside = self.not(filter, span);
                            self.or(vec![outside, holds], span)
                        }
                    };
                    parts.push((item, holds));
                }
                Some(self.expr(ExprKind::AllItems(parts), Ty::Truth, ROOT, span))
            }
        }
    }

    pub(super) fn total(
        &mut self,
        mean: bool,
        path: &[ast::Name],
        coll: &ast::Collection,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let rows = self.rows(coll, scope)?;
        let of = self.path(path, &scope.in_frame(rows.frame), path_span(path, span))?;
        self.total_over(mean, rows, of, scope.frame(), span)
    }

    pub(super) fn picked(
        &mut self,
        pick: Pick,
        field: &ast::Name,
        coll: &ast::Collection,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let rows = self.rows(coll, scope)?;
        let inner = scope.in_frame(rows.frame);
        let of = self.name(field, &inner, field.span)?;
        let by = if pick == Pick::Newest {
            // Declared fields: a column in which self-declared values count is not another field.
            let days: Vec<InputId> = self
                .facts
                .iter()
                .filter(|((frame, _), id)| *frame == rows.frame && self.set[**id].ty == Ty::Day)
                .map(|(_, id)| *id)
                .collect();
            let [day] = days.as_slice() else {
                self.report(diagnostics::bad_declaration(
                    coll.span,
                    "`mới nhất` cần tập hợp có đúng một trường kiểu ngày",
                    "`newest` needs a collection with exactly one date field",
                    (
                        "khai báo một trường kiểu `ngày`, hoặc dùng `cao nhất`, `thấp nhất`",
                        "declare one field of type `date`, or use `highest` or `lowest`",
                    ),
                ));
                return None;
            };
            let day = self.variant(*day, scope);
            Some(self.read(day, field.span))
        } else {
            None
        };
        self.pick(pick, rows, of, by, scope.frame(), span)
    }

    pub fn unsupported(&mut self, span: Span, vi: &str, en: &str) {
        self.report(diagnostics::not_yet_supported(span, vi, en));
    }

    /// The citations and readings under a statement.
    pub fn notes_of(&self, statement: &Statement) -> Notes {
        let mut notes = Notes { assumed: statement.assumed.is_some(), ..Notes::default() };
        for child in &statement.children {
            match (child.row, child.slots.as_slice()) {
                (Row::Source, [ast::Slot::Cite(cite), rest @ ..]) => {
                    notes.sources_at.push(child.span);
                    notes.sources.push(Arc::new(crate::hir::Citation {
                        document: cite.document.text.clone(),
                        place: cite.place.iter().map(|(word, place)| (*word, place.text.clone())).collect(),
                        quote: match rest.first() {
                            Some(ast::Slot::Text(text)) => Some(text.text.clone()),
                            _ => None,
                        },
                    }))
                }
                (Row::Reading, [ast::Slot::Text(phrase), ast::Slot::Text(reading), ..]) => {
                    notes.readings.push(Arc::new((phrase.text.clone(), reading.text.clone())));
                }
                (Row::NotExpressed, [ast::Slot::Text(phrase), ast::Slot::Text(why), ..]) => {
                    notes.unexpressed.push(Arc::new((phrase.text.clone(), why.text.clone())));
                }
                _ => {}
            }
            notes.assumed |= child.assumed.is_some();
        }
        notes
    }
}
